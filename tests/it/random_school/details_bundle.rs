//! The tables of the details, as CSV.

use std::path::Path;

use super::School;
use super::bundle::{opt, table};

impl School {
    pub(super) fn write_details(&self, folder: &Path) {
        let rows = self.work_kinds.iter().map(|one| vec![one.id.to_owned(), one.name.to_owned(), opt(one.is_control), opt(one.is_written)]);
        table(folder, "assignment_kind", &["assignment_kind", "name", "is_control", "is_written"], rows.collect());
        let rows = self.works.iter().map(|one| {
            let who = [one.id.clone(), one.class.clone(), opt(one.group.clone()), one.subject.clone()];
            who.into_iter().chain([one.date.to_string(), opt(one.kind)]).collect()
        });
        table(folder, "assignment", &["assignment_id", "class_id", "group_id", "subject_id", "date", "assignment_kind"], rows.collect());
        let rows = self.slots.iter().map(|one| {
            let who = [one.class.clone(), opt(one.group.clone()), one.subject.clone()];
            who.into_iter().chain([one.weekday.to_string(), one.number.to_string(), opt(one.from), opt(one.to)]).collect()
        });
        let columns = ["class_id", "group_id", "subject_id", "weekday", "lesson_number", "from_date", "to_date"];
        table(folder, "timetable_slot", &columns, rows.collect());
        let rows = self.movements.iter().map(|one| {
            let who =
                [one.student.clone(), one.kind.to_owned(), one.date.to_string(), opt(one.from_class.clone()), opt(one.to_class.clone())];
            let what = [opt(one.from_org), opt(one.to_org), opt(one.order_no.clone()), opt(one.order_date), opt(one.entered_at.clone())];
            who.into_iter().chain(what).collect()
        });
        let columns =
            ["student_id", "kind", "date", "from_class_id", "to_class_id", "from_org", "to_org", "order_no", "order_date", "entered_at"];
        table(folder, "student_movement", &columns, rows.collect());
        let rows = self
            .accounts
            .iter()
            .map(|one| vec![one.id.clone(), opt(one.student.clone()), opt(one.teacher), one.role.to_owned(), opt(one.active)]);
        table(folder, "account", &["account_id", "student_id", "teacher_id", "role", "active"], rows.collect());
        let rows = self.logins.iter().map(|one| vec![one.date.to_string(), one.role.to_owned(), one.users.to_string()]);
        table(folder, "login_day", &["date", "role", "unique_users"], rows.collect());
        let rows = self.accesses.iter().map(|one| {
            let who = [one.class.clone(), opt(one.subject.clone()), opt(one.teacher)];
            who.into_iter().chain([one.at.clone(), opt(one.lesson_date), one.action.to_owned()]).collect()
        });
        let columns = ["class_id", "subject_id", "teacher_id", "at", "lesson_date", "action"];
        table(folder, "gradebook_access", &columns, rows.collect());
        let rows =
            self.notices.iter().map(|one| vec![one.student.clone(), one.date.to_string(), one.reason.to_owned(), opt(one.subject.clone())]);
        table(folder, "notification", &["student_id", "date", "reason", "subject_id"], rows.collect());
        let rows = self.remarks.iter().map(|one| vec![one.id.clone(), one.date.to_string(), "Нет тем уроков".to_owned()]);
        table(folder, "remark", &["remark_id", "date", "text"], rows.collect());
    }
}
