// title vi: Dẫn văn bản đã bị thay thế hoặc sửa đổi
// title en: Documents that name another after it was replaced or changed
// question vi: Văn bản nào vẫn thực hiện, căn cứ hay dẫn chiếu một văn bản sau khi văn bản đó đã bị thay đổi?
// question en: Which documents implement, rest on or cite a document after it had been changed?
// parameter changes (list REPLACES|REPEALS|SUSPENDS|AMENDS) = ["REPLACES", "REPEALS", "SUSPENDS", "AMENDS"]: kinds of change that count
// column id: the document that names the other
// column name: its symbol, else its title
// column date: the day it was issued
// column type: IMPLEMENTS, GUIDES, BASED_ON or CITES
// column named: the document it names
// column named_name: its symbol, else its title
// column change: REPLACES, REPEALS, SUSPENDS or AMENDS
// column by: what had changed that one
// column by_name: its symbol, else its title
// column since: the day that was issued
// column aware: true when it names that one as well
// column relation: for who-says-so
// empty: no document with a day names another that had been changed by then
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {changes: ["REPLACES", "REPEALS", "SUSPENDS", "AMENDS"]}

MATCH (n:Document)-[c:REPLACES|REPEALS|SUSPENDS|AMENDS]->(o:Document)<-[r:IMPLEMENTS|GUIDES|BASED_ON|CITES]-(d:Document)
WHERE type(c) IN $changes AND c.counted AND r.counted AND n.date < d.date AND d <> n
RETURN d.id AS id, d.name AS name, d.date AS date, type(r) AS type, o.id AS named, o.name AS named_name,
       type(c) AS change, n.id AS by, n.name AS by_name, n.date AS since,
       EXISTS { (d)-[:IMPLEMENTS|GUIDES|BASED_ON|CITES]->(n) } AS aware, r.id AS relation
ORDER BY aware, date, id, named, by, change, type
