// title vi: Văn bản thực hiện, theo từng bước
// title en: What implements a document, step by step
// question vi: Những văn bản, nhiệm vụ nào thực hiện hoặc hướng dẫn văn bản này, trực tiếp hay qua văn bản khác?
// question en: Which documents and tasks implement or guide this one, directly or through others?
// parameter document (document) = "18-nq-tw.xii": the document asked about
// parameter depth (integer 1..20) = 20: steps at most, 1 for what implements it directly
// parameter stated (boolean) = false: true leaves out relations that no source states outright
// column distance: steps to the document on the shortest way
// column id: what other questions call it
// column kind: directive, plan or task
// column name: its symbol, else its title or text
// column date: the day it was issued, or the year
// column body: who issued it
// column place: its province
// column level: central, state-central, ministry, province, district or commune
// column relations: its own relations to the document asked about, for who-says-so
// empty: nothing that is known here implements it
// twin: directive-graph implementers {document} --transitive --depth {depth} --stated
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {document: "18-nq-tw.xii", depth: 20, stated: false}

MATCH (x:Document {id: $document})
MATCH p = (x)<-[:IMPLEMENTS|GUIDES*1..20]-(a)
WHERE all(r IN relationships(p) WHERE r.counted AND NOT ($stated AND r.inferred)) AND a <> x
WITH x, a, min(length(p)) AS distance
WHERE distance <= $depth
RETURN distance, a.id AS id, a.kind AS kind, a.name AS name, nullIf(a.day, '') AS date,
       coalesce(a.body_name, a.set_by_name) AS body, a.place AS place, a.level AS level,
       COLLECT {
         MATCH (a)-[r:IMPLEMENTS|GUIDES]->(x)
         WHERE r.counted AND NOT ($stated AND r.inferred)
         RETURN r.id ORDER BY r.id
       } AS relations
ORDER BY distance, date IS NULL, date, id
