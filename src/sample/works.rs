//! Kinds of works for which marks are given.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkKind {
    Answer,
    Independent,
    Control,
    Laboratory,
    Practical,
    Homework,
}

pub const WORK_KINDS: [WorkKind; 6] =
    [WorkKind::Answer, WorkKind::Independent, WorkKind::Control, WorkKind::Laboratory, WorkKind::Practical, WorkKind::Homework];

impl WorkKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "О",
            Self::Independent => "СР",
            Self::Control => "КР",
            Self::Laboratory => "ЛР",
            Self::Practical => "ПР",
            Self::Homework => "ДЗ",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "Ответ на уроке",
            Self::Independent => "Самостоятельная работа",
            Self::Control => "Контрольная работа",
            Self::Laboratory => "Лабораторная работа",
            Self::Practical => "Практическая работа",
            Self::Homework => "Домашнее задание",
        }
    }

    pub fn is_written(self) -> bool {
        self != Self::Answer
    }

    /// In hundredths.
    pub fn weight(self) -> usize {
        match self {
            Self::Control => 200,
            Self::Independent | Self::Laboratory | Self::Practical => 150,
            Self::Answer | Self::Homework => 100,
        }
    }

    /// How many of a thousand students present get a mark for a work of the whole class.
    pub fn marked_permille(self) -> usize {
        match self {
            Self::Control => 975,
            Self::Independent => 850,
            Self::Laboratory | Self::Practical => 600,
            Self::Answer | Self::Homework => 0,
        }
    }
}

/// A work of the whole class at one lesson.
pub struct Work {
    pub kind: WorkKind,
    pub title: String,
}
