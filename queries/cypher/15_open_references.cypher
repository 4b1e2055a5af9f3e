// title vi: Chỗ nhắc đến chưa rõ là văn bản nào
// title en: References nobody could resolve
// question vi: Những chỗ nào nhắc đến một văn bản mà chưa xác định được, có thể là văn bản nào, vì sao?
// question en: Which references to a document are still open, which documents may they mean, and why is it open?
// column says: the words that refer to it
// column state: ambiguous when several known documents fit, open when none does for a stated reason
// column why: what stood in the way
// column candidates: the documents it may mean
// column statements: how many statements of the source wait for it
// column title: of the source
// column url: where a person can look
// column source: id of the source
// column n: which reference of the source it is
// empty: every reference was resolved
// In Neo4j Browser run this whole file.

MATCH (r:Referent)
WHERE r.state <> 'resolved'
MATCH (s:Source {id: r.source})
WITH r, s, COLLECT {
  MATCH (m:Mention {source: r.source})
  WHERE m.n IS NOT NULL AND m.referent = r.n
  WITH m.surface AS says, min(m.n) AS first
  RETURN says ORDER BY first
} AS says,
     COUNT { MATCH (c:Claim {source: r.source, subject: 'r' + toString(r.n)}) }
     + COUNT { MATCH (c:Claim {source: r.source, object: 'r' + toString(r.n)}) } AS statements
RETURN says, r.state AS state, r.why AS why, coalesce(r.candidates, []) AS candidates, statements, s.title AS title,
       s.url AS url, r.source AS source, r.n AS n
ORDER BY statements DESC, source, n
