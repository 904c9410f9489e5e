//! Exact decimal numbers: parsed to hundredths, divided once, rounded half-up.

/// Reads a decimal with comma or point as hundredths: `4,33` → 433. More than two decimals are refused.
#[must_use]
pub fn parse_hundredths(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    if whole.is_empty() || fraction.len() > 2 || whole.len() > 15 {
        return None;
    }
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scaled = format!("{whole}{fraction:0<2}").parse::<i64>().ok()?;
    Some(if negative { -scaled } else { scaled })
}

/// `numerator / denominator` in units of 10^-scale, rounded half-up (away from zero); `None` when it cannot be divided.
#[must_use]
pub fn ratio(numerator: i64, denominator: i64, scale: u8) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let scaled = i128::from(numerator).checked_mul(10i128.checked_pow(u32::from(scale))?)?;
    let doubled = 2 * scaled.abs() + i128::from(denominator);
    let rounded = doubled / (2 * i128::from(denominator));
    i64::try_from(if scaled < 0 { -rounded } else { rounded }).ok()
}

/// A number in units of 10^-scale as Russian text with all its decimals: (433, 2) → `4,33`.
#[must_use]
pub fn decimal_text(value: i64, scale: u8) -> String {
    if scale == 0 {
        return value.to_string();
    }
    let width = usize::from(scale) + 1;
    let digits = format!("{:0width$}", value.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
    format!("{}{whole},{fraction}", if value < 0 { "-" } else { "" })
}

/// As the journal prints an average: trailing zeros dropped, `4,50` → `4,5`, `4,00` → `4`.
#[must_use]
pub fn short_decimal_text(hundredths: i64) -> String {
    let text = decimal_text(hundredths, 2);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{decimal_text, parse_hundredths, ratio, short_decimal_text};

    #[test]
    fn half_up_at_the_boundary() {
        assert_eq!(ratio(13, 3, 2), Some(433));
        assert_eq!(ratio(9, 2, 0), Some(5));
        assert_eq!(ratio(-9, 2, 0), Some(-5));
        assert_eq!(ratio(1, 0, 2), None);
        assert_eq!(ratio(i64::MAX, 1, 2), None);
        assert_eq!(ratio(1451, 25, 2), Some(5804));
    }

    #[test]
    fn decimals_are_read_and_written() {
        assert_eq!(parse_hundredths("4,5"), Some(450));
        assert_eq!(parse_hundredths("4.33"), Some(433));
        assert_eq!(parse_hundredths("4,333"), None);
        assert_eq!(parse_hundredths("-0,5"), Some(-50));
        assert_eq!(parse_hundredths("четыре"), None);
        assert_eq!(decimal_text(5, 2), "0,05");
        assert_eq!(decimal_text(-1250, 2), "-12,50");
        assert_eq!(short_decimal_text(450), "4,5");
        assert_eq!(short_decimal_text(1000), "10");
    }
}
