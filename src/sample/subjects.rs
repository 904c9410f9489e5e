//! Subjects of the school with weekly hours by grade level, who teaches them and how they are assessed.

use super::school::FIRST_COURSE;
use super::topics;

/// How a subject is taught: decides works, homework and the wording of topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Language,
    Numbers,
    Science,
    Humanities,
    Arts,
    Sport,
    Talk,
}

/// How a subject is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grading {
    Marks,
    /// Only «зачёт» at the end of a period.
    Credit,
    /// No marks at all.
    None,
}

#[derive(Clone, Copy, Debug)]
pub struct Subject {
    pub name: &'static str,
    pub area: &'static str,
    pub post: &'static str,
    pub style: Style,
    pub grading: Grading,
    /// In grade levels 1–4 given by the class's own teacher.
    pub own_teacher: bool,
    /// Taught in two study groups in classes of 20 and more.
    pub in_groups: bool,
    /// How much kinder than usual the marks are, in hundredths.
    pub ease: i32,
    /// Hours a week in grade levels 1 to 11.
    hours: [usize; 11],
    /// Hours a week in courses 1 to 4 of a college.
    college: [usize; 4],
    pub topics: &'static [&'static str],
}

impl Subject {
    pub fn hours_week(&self, grade_level: usize) -> usize {
        let hours = match grade_level.checked_sub(FIRST_COURSE) {
            Some(course) => self.college.get(course),
            None => grade_level.checked_sub(1).and_then(|index| self.hours.get(index)),
        };
        hours.copied().unwrap_or(0)
    }

    /// Are current marks given? There are none in the first year.
    pub fn is_marked(&self, grade_level: usize) -> bool {
        grade_level >= 2 && self.grading == Grading::Marks
    }
}

pub const PRIMARY_POST: &str = "учитель начальных классов";

type Text = &'static str;

const fn subject(name: Text, area: Text, post: Text, style: Style, hours: [usize; 11], topics: &'static [Text]) -> Subject {
    Subject {
        name,
        area,
        post,
        style,
        grading: Grading::Marks,
        own_teacher: false,
        in_groups: false,
        ease: 0,
        hours,
        college: [0; 4],
        topics,
    }
}
const fn own(subject: Subject) -> Subject {
    Subject { own_teacher: true, ..subject }
}
const fn grouped(subject: Subject) -> Subject {
    Subject { in_groups: true, ..subject }
}
const fn ease(subject: Subject, ease: i32) -> Subject {
    Subject { ease, ..subject }
}
const fn college(subject: Subject, college: [usize; 4]) -> Subject {
    Subject { college, ..subject }
}
/// A subject that only colleges teach.
const fn vocational(name: Text, area: Text, style: Style, hours: [usize; 4], topics: &'static [Text]) -> Subject {
    college(subject(name, area, INSTRUCTOR, style, [0; 11], topics), hours)
}
const fn graded(subject: Subject, grading: Grading) -> Subject {
    Subject { grading, ..subject }
}

const PHILOLOGY: &str = "учитель русского языка и литературы";
const FOREIGN: &str = "учитель иностранного языка";
const MATHEMATICS: &str = "учитель математики";
const SOCIAL: &str = "учитель истории и обществознания";
const PHYSICS: &str = "учитель физики";
const ARTS: &str = "учитель музыки и изобразительного искусства";
const INSTRUCTOR: &str = "преподаватель профессионального цикла";
const CRAFT: &str = "учитель труда (технологии)";

const LANGUAGE_AREA: &str = "Русский язык и литература";
const MATH_AREA: &str = "Математика и информатика";
const SOCIAL_AREA: &str = "Общественно-научные предметы";
const SCIENCE_AREA: &str = "Естественно-научные предметы";

use Style::{Arts, Humanities, Language, Numbers, Science, Sport, Talk};

pub const SUBJECTS: &[Subject] = &[
    college(
        own(subject("Русский язык", LANGUAGE_AREA, PHILOLOGY, Language, [5, 5, 5, 5, 5, 6, 4, 3, 3, 2, 2], topics::RUSSIAN)),
        [2, 0, 0, 0],
    ),
    own(ease(subject("Литературное чтение", LANGUAGE_AREA, PHILOLOGY, Humanities, [4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0], topics::READING), 20)),
    college(
        ease(subject("Литература", LANGUAGE_AREA, PHILOLOGY, Humanities, [0, 0, 0, 0, 3, 3, 2, 2, 3, 3, 3], topics::LITERATURE), 10),
        [3, 0, 0, 0],
    ),
    college(
        grouped(subject(
            "Иностранный язык (английский)",
            "Иностранные языки",
            FOREIGN,
            Language,
            [0, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3],
            topics::ENGLISH,
        )),
        [3, 2, 2, 2],
    ),
    college(
        own(ease(subject("Математика", MATH_AREA, MATHEMATICS, Numbers, [4, 4, 4, 4, 5, 5, 0, 0, 0, 0, 0], topics::MATHEMATICS), -10)),
        [6, 2, 0, 0],
    ),
    ease(subject("Алгебра", MATH_AREA, MATHEMATICS, Numbers, [0, 0, 0, 0, 0, 0, 3, 3, 3, 0, 0], topics::ALGEBRA), -25),
    ease(
        subject(
            "Алгебра и начала математического анализа",
            MATH_AREA,
            MATHEMATICS,
            Numbers,
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4],
            topics::CALCULUS,
        ),
        -20,
    ),
    ease(subject("Геометрия", MATH_AREA, MATHEMATICS, Numbers, [0, 0, 0, 0, 0, 0, 2, 2, 2, 3, 3], topics::GEOMETRY), -25),
    subject("Вероятность и статистика", MATH_AREA, MATHEMATICS, Numbers, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], topics::PROBABILITY),
    college(
        ease(subject("Информатика", MATH_AREA, "учитель информатики", Science, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], topics::INFORMATICS), 25),
        [3, 2, 0, 0],
    ),
    own(ease(
        subject("Окружающий мир", "Обществознание и естествознание", SOCIAL, Science, [2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0], topics::WORLD),
        20,
    )),
    college(subject("История", SOCIAL_AREA, SOCIAL, Humanities, [0, 0, 0, 0, 3, 3, 3, 3, 3, 2, 2], topics::HISTORY), [3, 2, 0, 0]),
    college(
        ease(subject("Обществознание", SOCIAL_AREA, SOCIAL, Humanities, [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2], topics::SOCIETY), 10),
        [2, 0, 0, 0],
    ),
    college(
        subject("География", SOCIAL_AREA, "учитель географии", Science, [0, 0, 0, 0, 1, 1, 2, 2, 2, 1, 1], topics::GEOGRAPHY),
        [1, 0, 0, 0],
    ),
    college(
        subject("Биология", SCIENCE_AREA, "учитель биологии и химии", Science, [0, 0, 0, 0, 1, 1, 1, 2, 2, 1, 1], topics::BIOLOGY),
        [1, 0, 0, 0],
    ),
    college(ease(subject("Физика", SCIENCE_AREA, PHYSICS, Science, [0, 0, 0, 0, 0, 0, 2, 2, 3, 5, 5], topics::PHYSICS), -20), [3, 0, 0, 0]),
    college(
        ease(
            subject("Химия", SCIENCE_AREA, "учитель биологии и химии", Science, [0, 0, 0, 0, 0, 0, 0, 2, 2, 1, 1], topics::CHEMISTRY),
            -15,
        ),
        [2, 0, 0, 0],
    ),
    own(ease(subject("Изобразительное искусство", "Искусство", ARTS, Arts, [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0], topics::DRAWING), 60)),
    ease(subject("Музыка", "Искусство", ARTS, Arts, [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], topics::MUSIC), 65),
    own(ease(subject("Труд (технология)", "Технология", CRAFT, Arts, [1, 1, 1, 1, 2, 2, 2, 1, 1, 0, 0], topics::CRAFT), 55)),
    college(
        ease(subject("Физическая культура", "Физическая культура", "учитель физической культуры", Sport, [2; 11], topics::SPORT), 50),
        [2, 2, 2, 2],
    ),
    college(
        ease(
            subject(
                "Основы безопасности и защиты Родины",
                "Основы безопасности и защиты Родины",
                "преподаватель-организатор ОБЗР",
                Humanities,
                [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1],
                topics::SAFETY,
            ),
            35,
        ),
        [2, 0, 0, 0],
    ),
    own(graded(
        subject("Основы религиозных культур и светской этики", "ОРКСЭ", SOCIAL, Talk, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], topics::ETHICS),
        Grading::None,
    )),
    graded(
        subject(
            "Индивидуальный проект",
            "Дополнительные учебные предметы",
            PHYSICS,
            Talk,
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
            topics::PROJECT,
        ),
        Grading::Credit,
    ),
    graded(
        subject(
            "Практикум по решению задач",
            "Дополнительные учебные предметы",
            MATHEMATICS,
            Talk,
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            topics::PRACTICE,
        ),
        Grading::Credit,
    ),
    college(own(graded(subject(TALKS, "Внеурочная деятельность", SOCIAL, Talk, [1; 11], topics::TALKS), Grading::None)), [1; 4]),
    vocational("Основы философии", "Социально-гуманитарный цикл", Humanities, [0, 0, 2, 0], topics::PHILOSOPHY),
    vocational("ОП.01 Операционные системы", "Общепрофессиональный цикл", Science, [0, 6, 3, 0], topics::SYSTEMS),
    vocational("ОП.02 Основы проектирования баз данных", "Общепрофессиональный цикл", Science, [0, 5, 6, 4], topics::DATABASES),
    vocational("ОП.03 Экономика отрасли", "Общепрофессиональный цикл", Humanities, [0, 0, 3, 5], topics::ECONOMICS),
    vocational("МДК.01.01 Разработка программных модулей", "Профессиональный цикл", Numbers, [0, 7, 8, 7], topics::MODULES),
    vocational("МДК.02.01 Технология разработки программ", "Профессиональный цикл", Numbers, [0, 5, 6, 8], topics::TECHNOLOGY),
    graded(vocational("УП.01 Учебная практика", "Профессиональный цикл", Talk, [0, 3, 4, 6], topics::TRAINING), Grading::Credit),
];

/// Given by the class teacher, on Monday, as the first lesson.
pub const TALKS: &str = "Разговоры о важном";
/// Subjects of the exams after grade levels 9 and 11.
pub const EXAM_ALWAYS: &[&str] = &["Русский язык", "Алгебра", "Алгебра и начала математического анализа"];
pub const EXAM_BY_CHOICE: &[&str] = &["Обществознание", "География", "Информатика", "Биология", "Физика"];

/// A course of a professional module: it ends with an exam.
pub fn is_module(name: &str) -> bool {
    name.starts_with("МДК")
}
