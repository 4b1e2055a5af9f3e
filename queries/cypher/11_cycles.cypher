// title vi: Vòng tròn căn cứ
// title en: Documents that rest on themselves by way of others
// question vi: Văn bản nào, qua các văn bản khác, lại thực hiện, căn cứ hay thay đổi chính mình?
// question en: Which documents implement, rest on or change themselves by way of others?
// column length: relations in the circle
// column documents: ids in the order of the circle, the smallest first
// column types: the type of each relation, the first is that of the first document to the second
// column relations: for who-says-so
// empty: no circle of at most 12 relations: every relation leads to an earlier document, as it should
// note: for each document on a circle, its shortest ones
// In Neo4j Browser run this whole file.

MATCH (a:Document)
WHERE EXISTS { (a)-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]->() }
  AND EXISTS { (a)<-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]-() }
MATCH p = (a)-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS*1..12]->(b)
WITH a, b, min(length(p)) AS least
WITH a, b, least
WHERE b = a
MATCH p = ALL SHORTEST (a)-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]->{1,12}(b)
WITH [n IN nodes(p) | n.id][..-1] AS ids, relationships(p) AS steps
WITH ids, steps, reduce(first = 0, n IN range(1, size(ids) - 1) | CASE WHEN ids[n] < ids[first] THEN n ELSE first END) AS first
WITH DISTINCT ids[first..] + ids[..first] AS documents, steps[first..] + steps[..first] AS steps
RETURN size(documents) AS length, documents, [r IN steps | type(r)] AS types, [r IN steps | r.id] AS relations
ORDER BY length, documents, relations
