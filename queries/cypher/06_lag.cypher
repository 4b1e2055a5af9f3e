// title vi: Độ trễ thực hiện của các văn bản một cấp
// title en: How long the documents of a level waited to be implemented
// question vi: Mỗi văn bản của một cấp được thực hiện sau bao nhiêu ngày: sớm nhất, trung vị, muộn nhất?
// question en: After how many days was each document of a level implemented: the first, the median, the last?
// parameter level (text central|state-central|ministry|province|district|commune) = "central": the level of who issued it
// parameter least (integer 1..1000) = 3: leaves out documents with fewer direct implementers that have a day
// column id: what other questions call it
// column name: its symbol, else its title
// column date: the day it was issued
// column dated: direct implementers with a day on or after that
// column first_days: days to the first of them
// column median_days: days by which half of them had come
// column last_days: days to the last of them
// empty: no document of that level has so many direct implementers with a day
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {level: "central", least: 3}

MATCH (x:Document)<-[r:IMPLEMENTS|GUIDES]-(a:Document)
WHERE x.level = $level AND r.counted AND x.date <= a.date
WITH DISTINCT x, a
WITH x, duration.inDays(x.date, a.date).days AS days
WITH x, count(*) AS dated, min(days) AS first_days, percentileDisc(days, 0.5) AS median_days, max(days) AS last_days
WHERE dated >= $least
RETURN x.id AS id, x.name AS name, x.date AS date, dated, first_days, median_days, last_days
ORDER BY median_days, id
