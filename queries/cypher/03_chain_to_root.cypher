// title vi: Chuỗi từ một kế hoạch lên đến văn bản gốc
// title en: The chain from a plan up to its root
// question vi: Kế hoạch này thực hiện, căn cứ, sửa đổi hay tổng kết những văn bản nào, và các văn bản đó dựa vào đâu?
// question en: What does this plan implement, rest on, change or review, and what do those rest on in turn?
// parameter document (document) = "5491-kh-ubnd.lam-dong.2023": the plan or directive to begin with
// column step: 1 for the document's own relations, 2 for those of what it rests on, and so on
// column from: id of the document that acts
// column from_name: its symbol, else its title
// column type: IMPLEMENTS, GUIDES, BASED_ON, AMENDS, REPLACES, REPEALS, SUSPENDS or REVIEWS
// column to: id of the document it rests on
// column to_name: its symbol, else its title
// column to_date: the day it was issued, or the year
// column to_body: who issued it
// column root: true when it rests on nothing that is known here
// column relation: for who-says-so
// empty: it rests on nothing that is known here
// twin: directive-graph lineage {document} --direction up --depth 20
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {document: "5491-kh-ubnd.lam-dong.2023"}

MATCH (x:Document {id: $document})
MATCH p = (x)-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS*0..19]->(a)
WITH a, min(length(p)) AS distance
MATCH (a)-[r:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]->(b)
RETURN distance + 1 AS step, a.id AS from, a.name AS from_name, type(r) AS type, b.id AS to, b.name AS to_name,
       nullIf(b.day, '') AS to_date, b.body_name AS to_body,
       NOT EXISTS { (b)-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]->() } AS root,
       r.id AS relation
ORDER BY step, from, type, to
