//! Curriculum, teaching assignments and schemes of work.

use super::{Assignment, Curriculum, Maker, PlannedLesson, Scenario, plus};

impl Maker {
    pub(super) fn plans(&mut self) {
        for class in self.school.classes.clone() {
            for subject in self.school.subjects.clone() {
                let mut groups = vec![None];
                let own = self.school.groups.iter().filter(|group| group.class == class.id && group.subject == subject.id);
                groups.extend(own.map(|group| Some(group.id.clone())));
                for group in groups {
                    let common = (class.id.clone(), group.clone(), subject.id.clone());
                    if self.dice.chance(50) {
                        let hours_year = self.dice.pick(&[None, Some(3400), Some(6800), Some(1750)]);
                        self.school.curriculum.push(Curriculum {
                            class: common.0.clone(),
                            group: common.1.clone(),
                            subject: common.2.clone(),
                            hours_year,
                            ..Curriculum::default()
                        });
                    }
                    if self.dice.chance(40) {
                        let teacher = if self.dice.chance(50) { "t0" } else { "t1" }.to_owned();
                        self.school.assignments.push(Assignment {
                            teacher,
                            class: common.0.clone(),
                            group: common.1.clone(),
                            subject: common.2.clone(),
                            ..Assignment::default()
                        });
                    }
                    if self.dice.chance(45) {
                        self.plan(&common);
                    }
                }
            }
        }
    }

    pub(super) fn plan(&mut self, (class, group, subject): &(String, Option<String>, String)) {
        let dated = self.dice.pick(&[100, 70, 0]);
        for seq in 1..=i64::try_from(1 + self.dice.below(9)).expect("small") {
            let date =
                if self.dice.chance(dated) { Some(self.dice.between(self.school.first_day, plus(self.school.last_day, 10))) } else { None };
            let hours = self.dice.pick(&[100, 100, 100, 200, 50, 150]);
            self.school.plan.push(PlannedLesson {
                class: class.clone(),
                group: group.clone(),
                subject: subject.clone(),
                seq,
                hours,
                date,
                ..PlannedLesson::default()
            });
        }
    }

    pub(super) fn tidy(&mut self) {
        if self.scenario == Scenario::NoLessonTable {
            self.school.lessons.clear();
        }
        if self.dice.chance(30) {
            self.school.plan.clear();
        }
    }
}
