// title vi: Ban hành trước văn bản mà nó thực hiện
// title en: Dated before what it implements
// question vi: Văn bản nào ghi ngày trước ngày của văn bản mà nó thực hiện, hướng dẫn hoặc căn cứ?
// question en: Which documents are dated before the one they implement, guide or rest on?
// column id: the document that acts
// column name: its symbol, else its title
// column date: the day it was issued, or the year
// column type: IMPLEMENTS, GUIDES or BASED_ON
// column later: the document it acts upon
// column later_name: its symbol, else its title
// column later_date: the day that was issued, or the year
// column relation: for who-says-so
// empty: every document with a date is dated on or after what it implements
// note: where one of the two has a year alone, years are compared
// In Neo4j Browser run this whole file.

MATCH (d:Document)-[r:IMPLEMENTS|GUIDES|BASED_ON]->(o:Document)
WHERE r.counted AND d.day <> '' AND o.day <> ''
WITH d, r, o, CASE WHEN size(d.day) < size(o.day) THEN size(d.day) ELSE size(o.day) END AS known
WHERE left(d.day, known) < left(o.day, known)
RETURN d.id AS id, d.name AS name, d.day AS date, type(r) AS type, o.id AS later, o.name AS later_name,
       o.day AS later_date, r.id AS relation
ORDER BY date, id, later, type
