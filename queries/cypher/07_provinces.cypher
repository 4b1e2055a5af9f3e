// title vi: Tỉnh nào đã có văn bản thực hiện, tỉnh nào chưa
// title en: Provinces that implement a document, and those that do not
// question vi: Tỉnh, thành phố nào đã có văn bản thực hiện văn bản này, từ ngày nào, và nơi nào chưa thấy?
// question en: Which provinces have issued something that implements this document, since when, and which have not?
// parameter document (document) = "18-nq-tw.xii": the document asked about
// parameter depth (integer 1..20) = 20: steps at most, 1 for what implements it directly
// parameter stated (boolean) = false: true leaves out relations that no source states outright
// parameter provinces (provinces) = ["an-giang", "ba-ria-vung-tau", "bac-giang", "bac-kan", "bac-lieu", "bac-ninh", "ben-tre", "binh-dinh", "binh-duong", "binh-phuoc", "binh-thuan", "ca-mau", "can-tho", "cao-bang", "da-nang", "dak-lak", "dak-nong", "dien-bien", "dong-nai", "dong-thap", "gia-lai", "ha-giang", "ha-nam", "ha-noi", "ha-tinh", "hai-duong", "hai-phong", "hau-giang", "hoa-binh", "hue", "hung-yen", "khanh-hoa", "kien-giang", "kon-tum", "lai-chau", "lam-dong", "lang-son", "lao-cai", "long-an", "nam-dinh", "nghe-an", "ninh-binh", "ninh-thuan", "phu-tho", "phu-yen", "quang-binh", "quang-nam", "quang-ngai", "quang-ninh", "quang-tri", "soc-trang", "son-la", "tay-ninh", "thai-binh", "thai-nguyen", "thanh-hoa", "thanh-pho-ho-chi-minh", "thua-thien-hue", "tien-giang", "tra-vinh", "tuyen-quang", "vinh-long", "vinh-phuc", "yen-bai"]: the provinces to look at, by slug
// column province: its slug
// column documents: how many documents of the province implement it
// column first: the earliest of them, by day and then by id
// column name: its symbol, else its title
// column date: the day it was issued, or the year
// column days: days from the document asked about to it
// empty: no such document, or no provinces to look at
// twin: directive-graph implementers {document} --transitive --depth {depth} --stated --group-by place
// note: none found means that no page was found, not that the province issued nothing, and the province of Huế is thua-thien-hue until 2024, hue from 2025 on
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {document: "18-nq-tw.xii", depth: 20, stated: false, provinces: ["an-giang", "ba-ria-vung-tau", "bac-giang", "bac-kan", "bac-lieu", "bac-ninh", "ben-tre", "binh-dinh", "binh-duong", "binh-phuoc", "binh-thuan", "ca-mau", "can-tho", "cao-bang", "da-nang", "dak-lak", "dak-nong", "dien-bien", "dong-nai", "dong-thap", "gia-lai", "ha-giang", "ha-nam", "ha-noi", "ha-tinh", "hai-duong", "hai-phong", "hau-giang", "hoa-binh", "hue", "hung-yen", "khanh-hoa", "kien-giang", "kon-tum", "lai-chau", "lam-dong", "lang-son", "lao-cai", "long-an", "nam-dinh", "nghe-an", "ninh-binh", "ninh-thuan", "phu-tho", "phu-yen", "quang-binh", "quang-nam", "quang-ngai", "quang-ninh", "quang-tri", "soc-trang", "son-la", "tay-ninh", "thai-binh", "thai-nguyen", "thanh-hoa", "thanh-pho-ho-chi-minh", "thua-thien-hue", "tien-giang", "tra-vinh", "tuyen-quang", "vinh-long", "vinh-phuc", "yen-bai"]}

MATCH (x:Document {id: $document})
WITH x, COLLECT {
  MATCH p = (x)<-[:IMPLEMENTS|GUIDES*1..20]-(a)
  WHERE all(r IN relationships(p) WHERE r.counted AND NOT ($stated AND r.inferred)) AND a <> x
  WITH a, min(length(p)) AS distance
  WHERE distance <= $depth AND a.place IS NOT NULL
  RETURN a ORDER BY a.day = '', a.day, a.id
} AS found
UNWIND $provinces AS province
WITH x, province, [a IN found WHERE a.place = province] AS those
WITH x, province, size(those) AS documents, those[0] AS a
RETURN province, documents, a.id AS first, a.name AS name, nullIf(a.day, '') AS date,
       duration.inDays(x.date, a.date).days AS days
ORDER BY documents = 0, date IS NULL, date, province
