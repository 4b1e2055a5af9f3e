// title vi: Số văn bản thực hiện, theo cấp ban hành
// title en: How many implement a document, by level
// question vi: Ở mỗi cấp có bao nhiêu văn bản thực hiện văn bản này, sớm nhất và muộn nhất là ngày nào?
// question en: How many documents of each level implement this one, and when was the first and the last issued?
// parameter document (document) = "18-nq-tw.xii": the document asked about
// parameter depth (integer 1..20) = 20: steps at most, 1 for what implements it directly
// parameter stated (boolean) = false: true leaves out relations that no source states outright
// column distance: steps to the document on the shortest way
// column level: central, state-central, ministry, province, district or commune
// column documents: how many documents and tasks of that level there are at that distance
// column first: the earliest day one of them was issued
// column last: the latest
// empty: nothing that is known here implements it
// twin: directive-graph implementers {document} --transitive --depth {depth} --stated --group-by level
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {document: "18-nq-tw.xii", depth: 20, stated: false}

MATCH (x:Document {id: $document})
MATCH p = (x)<-[:IMPLEMENTS|GUIDES*1..20]-(a)
WHERE all(r IN relationships(p) WHERE r.counted AND NOT ($stated AND r.inferred)) AND a <> x
WITH a, min(length(p)) AS distance
WHERE distance <= $depth
RETURN distance, a.level AS level, count(*) AS documents, min(a.date) AS first, max(a.date) AS last
ORDER BY distance, documents DESC, level
