-- title.ru: Прибывшие, выбывшие и переведённые поимённо
-- title.en: Who came, left and changed class
-- grain: student, date
-- params: period, from, to, class, grade
-- needs: class_membership, student_movement
-- answers: M-2
-- clause: S0 4.6, S2 4.3, S2 4.5, S4 §6
-- kind: indicator
-- rows: student_movement student_id date kind; class_membership student_id
-- Days: the widest of movement_span over the classes. Orders (student_movement) dated in the days, and beginnings and ends of stays in a class
-- (class_stay) in them for which there is no order: a beginning without an order into the class on that day, an end without an order out of it on
-- its last day or the day after.
-- direction: in · out · transfer (inside the school). source: order · membership. class_id: the class of arrival, of departure, the new class;
-- with a class or grade level asked for transfers out of it stand too.
-- from_class_id of a transfer without an order: the class of the stay before. date of a departure without an order: the
-- day after the last. The address is left out (minimisation).
WITH span AS (
    SELECT school, year, MIN(from_date) AS from_date, MAX(to_date) AS to_date FROM movement_span GROUP BY school, year
), ordered AS (
    SELECT m.school, m.year, m.student_id, m.date, m.kind, 'order' AS source, m.from_class_id, m.to_class_id, m.from_org, m.to_org, m.order_no,
        m.order_date,
        CASE WHEN m.kind IN ('admission', 'transfer_in') THEN 'in' WHEN m.kind IN ('transfer_out', 'withdrawal', 'graduation') THEN 'out'
            ELSE 'transfer' END AS direction
    FROM student_movement m
), order_in AS (
    SELECT DISTINCT s.school, s.year, s.student_id, s.class_id, s.from_date
    FROM class_stay s
    JOIN student_movement m ON m.school = s.school AND m.year = s.year AND m.student_id = s.student_id AND m.date = s.from_date
    WHERE COALESCE(m.to_class_id, s.class_id) = s.class_id AND m.kind NOT IN ('transfer_out', 'withdrawal', 'graduation')
), order_out AS (
    SELECT DISTINCT s.school, s.year, s.student_id, s.class_id, s.to_date
    FROM class_stay s
    JOIN student_movement m ON m.school = s.school AND m.year = s.year AND m.student_id = s.student_id
        AND m.date BETWEEN s.to_date AND s.to_date + 1
    WHERE COALESCE(m.from_class_id, s.class_id) = s.class_id AND m.kind IN ('transfer_out', 'withdrawal', 'graduation')
), chain AS (
    SELECT school, year, student_id, class_id, from_date, to_date,
        LAG(class_id) OVER (PARTITION BY school, year, student_id
            ORDER BY from_date ASC NULLS LAST, to_date ASC NULLS LAST, class_id ASC NULLS LAST) AS before_class
    FROM class_stay
), begun AS (
    SELECT s.school, s.year, s.student_id, s.from_date AS date, CAST(NULL AS STRING) AS kind, 'membership' AS source,
        CASE WHEN w.from_date < s.from_date THEN NULLIF(s.before_class, s.class_id) END AS from_class_id, s.class_id AS to_class_id,
        CASE WHEN w.from_date < s.from_date THEN 'transfer' ELSE 'in' END AS direction
    FROM chain s
    JOIN unit_stay w ON w.school = s.school AND w.year = s.year AND w.level = 'school' AND w.student_id = s.student_id
        AND w.from_date <= s.from_date AND w.to_date >= s.to_date
    LEFT JOIN order_in m ON m.school = s.school AND m.year = s.year AND m.student_id = s.student_id AND m.class_id = s.class_id
        AND m.from_date = s.from_date
    WHERE m.student_id IS NULL
), ended AS (
    SELECT DISTINCT s.school, s.year, s.student_id, s.to_date + 1 AS date, s.class_id AS from_class_id
    FROM class_stay s
    JOIN unit_stay w ON w.school = s.school AND w.year = s.year AND w.level = 'school' AND w.student_id = s.student_id
        AND w.from_date <= s.from_date AND w.to_date = s.to_date
    LEFT JOIN order_out m ON m.school = s.school AND m.year = s.year AND m.student_id = s.student_id AND m.class_id = s.class_id
        AND m.to_date = s.to_date
    WHERE m.student_id IS NULL
), happened AS (
    SELECT school, year, student_id, date, kind, source, from_class_id, to_class_id, from_org, to_org, order_no, order_date, direction FROM ordered
    UNION ALL
    SELECT school, year, student_id, date, kind, source, from_class_id, to_class_id, CAST(NULL AS STRING), CAST(NULL AS STRING),
        CAST(NULL AS STRING), CAST(NULL AS DATE), direction
    FROM begun
    UNION ALL
    SELECT school, year, student_id, date, CAST(NULL AS STRING), 'membership', from_class_id, CAST(NULL AS STRING), CAST(NULL AS STRING),
        CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS DATE), 'out'
    FROM ended
)
SELECT h.school, h.year, k.grade_level, k.class_id, h.student_id, s.full_name, s.birth_date, h.direction, h.date, h.kind, h.from_class_id,
    h.to_class_id, h.from_org, h.to_org, h.order_no, h.order_date, h.source
FROM happened h
JOIN span d ON d.school = h.school AND d.year = h.year
CROSS JOIN params p
LEFT JOIN class_scope c ON c.school = h.school AND c.year = h.year
    AND c.class_id = CASE WHEN h.direction = 'out' THEN h.from_class_id ELSE COALESCE(h.to_class_id, h.from_class_id) END
LEFT JOIN class_scope f ON f.school = h.school AND f.year = h.year AND f.class_id = CASE WHEN h.direction = 'transfer' THEN h.from_class_id END
LEFT JOIN class k ON k.school = h.school AND k.year = h.year
    AND k.class_id = CASE WHEN h.direction = 'out' THEN h.from_class_id ELSE COALESCE(h.to_class_id, h.from_class_id) END
LEFT JOIN student s ON s.school = h.school AND s.year = h.year AND s.student_id = h.student_id
WHERE h.date > d.from_date AND h.date <= d.to_date
    AND (c.class_id IS NOT NULL OR f.class_id IS NOT NULL OR (p.class_id IS NULL AND p.grade_level IS NULL))
ORDER BY h.school ASC NULLS LAST, h.year ASC NULLS LAST, h.date ASC NULLS LAST, k.grade_level ASC NULLS LAST, k.class_id ASC NULLS LAST,
    h.student_id ASC NULLS LAST, h.direction ASC NULLS LAST, h.kind ASC NULLS LAST, h.source ASC NULLS LAST
