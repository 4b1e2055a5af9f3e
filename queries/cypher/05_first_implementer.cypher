// title vi: Ai thực hiện đầu tiên, sau bao nhiêu ngày
// title en: Who implemented a document first, and after how many days
// question vi: Ở mỗi cấp, văn bản đầu tiên trực tiếp thực hiện văn bản này là văn bản nào, sau bao nhiêu ngày?
// question en: At each level, which document was the first to implement this one directly, after how many days?
// parameter document (document) = "57-nq-tw.xiii": the document asked about
// column level: central, state-central, ministry, province, district or commune
// column id: the first of that level, by day and then by id
// column name: its symbol, else its title
// column date: the day it was issued
// column body: who issued it
// column days: days from the document asked about to it
// column dated: how many of that level have a day to compare
// empty: nothing with a day on or after that of the document implements it directly
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {document: "57-nq-tw.xiii"}

MATCH (x:Document {id: $document})<-[r:IMPLEMENTS|GUIDES]-(a:Document)
WHERE r.counted AND x.date <= a.date
WITH DISTINCT x, a
ORDER BY a.date, a.id
WITH x, a.level AS level, collect(a) AS those
WITH x, level, those[0] AS a, size(those) AS dated
RETURN level, a.id AS id, a.name AS name, a.date AS date, a.body_name AS body,
       duration.inDays(x.date, a.date).days AS days, dated
ORDER BY days, id
