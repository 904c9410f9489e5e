//! The school year as a whole: the day of the export, remarks on the journal, orders of moving up.
//!
//! Made from dice of its own, as the details are.

use super::{Dice, Maker, Movement, Remark, day, plus};

impl Maker {
    pub(super) fn year(&mut self) {
        let dice = &mut Dice::new(self.school.seed ^ 0x7EA2);
        let school = &mut self.school;
        // Before the year, at each of its dates, in it and after it.
        let days = [day(9, 1), day(9, 10), day(9, 15), day(10, 5), plus(day(9, 1), -70), day(5, 31)];
        school.as_of = if dice.chance(50) { Some(dice.pick(&days)) } else { None };
        if dice.chance(60) {
            // Sometimes one in each cycle of a week.
            let step = i64::from(dice.pick(&[3, 6, 12, 25]));
            let mut date = plus(school.first_day, i64::try_from(dice.below(4)).expect("small"));
            while date <= plus(school.last_day, 9) {
                school.remarks.push(Remark { id: format!("r{}", school.remarks.len()), date });
                date = plus(date, 1 + i64::try_from(dice.below(usize::try_from(step).expect("small"))).expect("small"));
            }
        }
        if dice.chance(60) {
            // Everybody in time, everybody at last, or some never.
            let dated = dice.pick(&[0, 90]);
            let (last, share) = dice.pick(&[(day(6, 20), 100), (day(6, 25), 100), (day(6, 25), 60)]);
            for student in school.students.clone() {
                if dice.chance(share) {
                    let kind = dice.pick(&["promotion", "promotion", "retention", "graduation"]);
                    let signed = dice.between(day(5, 25), last);
                    let order_date = if dice.chance(dated) { Some(signed) } else { None };
                    let date = if order_date.is_some() { plus(signed, dice.pick(&[0, 0, 30])) } else { signed };
                    school.movements.push(Movement { student: student.id, kind, date, order_date, ..Movement::default() });
                }
            }
        }
    }
}
