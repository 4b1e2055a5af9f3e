// title vi: Thay thế văn bản này thì văn bản nào mất căn cứ
// title en: What loses its basis when a document is replaced
// question vi: Nếu văn bản này bị thay thế, những gì dựa vào nó sẽ mất hết căn cứ, và những gì vẫn còn căn cứ khác?
// question en: If this document is replaced, what that rests on it has no basis left, and what still has another?
// parameter document (document) = "18-nq-tw.xii": the document that would be replaced
// parameter depth (integer 1..20) = 20: steps at most
// parameter stated (boolean) = false: true leaves out relations that no source states outright
// column distance: steps to the document on the shortest way
// column id: what other questions call it
// column kind: directive, plan or task
// column name: its symbol, else its title or text
// column date: the day it was issued, or the year
// column body: who issued it
// column level: central, state-central, ministry, province, district or commune
// column loses: true when everything it rests on rests on the document asked about
// column keeps: what it also rests on, near or far, that the replacement leaves alone
// empty: nothing that is known here rests on it
// twin: directive-graph impact {document} --depth {depth} --stated
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {document: "18-nq-tw.xii", depth: 20, stated: false}

MATCH (x:Document {id: $document})
MATCH p = (x)<-[:IMPLEMENTS|GUIDES|BASED_ON*1..20]-(a)
WHERE all(r IN relationships(p) WHERE r.counted AND NOT ($stated AND r.inferred)) AND a <> x
WITH x, a, min(length(p)) AS distance
WITH x, collect({node: a, distance: distance}) AS found, collect(a.id) AS touched
UNWIND found AS each
WITH x, touched, each.node AS a, each.distance AS distance
WHERE distance <= $depth
WITH a, distance, COLLECT {
  MATCH q = (a)-[:IMPLEMENTS|GUIDES|BASED_ON*1..20]->(o)
  WHERE all(r IN relationships(q) WHERE r.counted AND NOT ($stated AND r.inferred))
    AND all(n IN nodes(q) WHERE n <> x)
  WITH DISTINCT o
  WHERE NOT o.id IN touched
  RETURN o.id ORDER BY o.id
} AS keeps
RETURN distance, a.id AS id, a.kind AS kind, a.name AS name, nullIf(a.day, '') AS date,
       coalesce(a.body_name, a.set_by_name) AS body, a.level AS level, size(keeps) = 0 AS loses, keeps
ORDER BY distance, date IS NULL, date, id
