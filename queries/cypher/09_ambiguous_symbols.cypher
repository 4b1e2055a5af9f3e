// title vi: Ký hiệu chỉ nhiều văn bản
// title en: Symbols that name several documents
// question vi: Ký hiệu nào thuộc về nhiều văn bản khác nhau, và bao nhiêu chỗ nhắc đến còn chưa rõ là văn bản nào?
// question en: Which symbols belong to several documents, and how many references to those are still open?
// parameter least (integer 2..1000) = 2: leaves out symbols of fewer documents
// column symbol: as printed
// column documents: how many documents bear it
// column ids: what other questions call them, the oldest first
// column dates: the day each was issued, or the year, a dash when unknown
// column open: how many references may mean one of them and are not resolved
// empty: no symbol belongs to so many documents
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {least: 2}

MATCH (d:Document)
WHERE d.symbol IS NOT NULL
WITH d
ORDER BY d.day = '', d.day, d.id
WITH d.symbol AS symbol, collect(d) AS those
WHERE size(those) >= $least
WITH symbol, size(those) AS documents, [d IN those | d.id] AS ids,
     [d IN those | CASE d.day WHEN '' THEN '–' ELSE d.day END] AS dates
RETURN symbol, documents, ids, dates,
       COUNT {
         UNWIND ids AS id
         MATCH (c:Candidate {document: id})
         WHERE c.source IS NOT NULL AND c.n IS NOT NULL
         RETURN DISTINCT c.source, c.n
       } AS open
ORDER BY documents DESC, symbol
