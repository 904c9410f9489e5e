//! Changes to a signed file itself; those in updates behind it are in `updates.rs`. Each keeps the signed bytes as they are, or the
//! signature looking right, and shows the reader something else.

use super::pki::{SHEET, now, school, signed_sheet};
use super::surgery::{byte_range, cms_of, contents_digits, find, page_content, replace_last, with_byte_range, with_cms};
use super::{assert_bad, judge};
use vedomost::sign::{Problem, SignOptions, Trust, VerifyError, sign, verify};

#[test]
fn any_flipped_bit_in_the_signed_bytes_is_found() {
    let signed = signed_sheet();
    let hole = contents_digits(&signed);
    let outside = (0..signed.len()).filter(|at| !(hole.start - 1..=hole.end).contains(at));
    // Steps without a common pattern, and every byte of the update itself.
    let sampled = outside.filter(|at| at % 97 == 5 || (*at > SHEET.len() && at % 3 == 0));
    let mut count = 0;
    for (step, at) in sampled.enumerate() {
        let mut flipped = signed.clone();
        flipped[at] ^= 1 << (step % 8);
        let verdict = verify(&flipped, &school().root.trust(), now());
        assert!(!verdict.is_ok_and(|verdict| verdict.is_good()), "a flipped bit at {at} was accepted");
        count += 1;
    }
    assert!(count > 500, "only {count} bits were tried");
}

#[test]
fn a_flipped_bit_in_any_byte_of_the_message_is_found() {
    let signed = signed_sheet();
    let cms = cms_of(&signed);
    for at in 0..cms.len() {
        let mut flipped = cms.clone();
        flipped[at] ^= 1 << (at % 8);
        let verdict = judge(&with_cms(&signed, &flipped));
        assert!(!verdict.is_good(), "a flipped bit at {at} of the message was accepted");
    }
}

#[test]
fn a_changed_mark_on_the_page_is_found() {
    let signed = signed_sheet();
    let mut changed = signed.clone();
    let object = find(&signed, format!("\n{} 0 obj", page_content()).as_bytes());
    let at = object + find(&signed[object..], b"stream\n") + 20;
    changed[at] ^= 1;
    assert_bad(&changed, Problem::DigestDiffers);
}

#[test]
fn a_file_cut_short_is_never_good() {
    let signed = signed_sheet();
    for cut in 1..400 {
        let verdict = verify(&signed[..signed.len() - cut], &school().root.trust(), now());
        assert!(!verdict.is_ok_and(|verdict| verdict.is_good()), "cut by {cut}");
    }
    // Without the last line end everything is still readable, but not what was signed.
    assert_bad(&signed[..signed.len() - 1], Problem::ByteRangeMalformed);
    assert_bad(&signed[..signed.len() - 1], Problem::FileTruncated);
    // The unsigned sheet that lies inside is just that.
    let inside = verify(&signed[..SHEET.len()], &school().root.trust(), now());
    assert!(matches!(inside, Err(VerifyError::NotSigned)));
}

#[test]
fn bytes_before_and_after_are_found() {
    let signed = signed_sheet();
    for tail in [&b"\n"[..], b" ", b"%", b"\0", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"] {
        let verdict = judge(&[&signed, tail].concat());
        assert!(!verdict.is_good(), "{tail:?} was accepted");
    }
    assert_bad(&[&signed, &b"garbage"[..]].concat(), Problem::TrailingBytes);
    assert_bad(&[&b"\n"[..], &signed].concat(), Problem::LeadingBytes);
    assert_bad(&[&b"%!PS\n"[..], &signed].concat(), Problem::LeadingBytes);
    let verdict = judge(&[&signed, &b"garbage"[..]].concat());
    assert_eq!(verdict.signatures.len(), 1, "who had signed is still told");
}

#[test]
fn a_broken_message_is_malformed() {
    let signed = signed_sheet();
    let cms = cms_of(&signed);
    assert_bad(&with_cms(&signed, &[]), Problem::CmsMalformed);
    assert_bad(&with_cms(&signed, &cms[..cms.len() / 2]), Problem::CmsMalformed);
    assert_bad(&with_cms(&signed, &[0x30, 0x80]), Problem::CmsMalformed);
    let deputy = sign(SHEET, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    let mut padded = cms_of(&deputy);
    let room = padded.len();
    padded.truncate(room - padded.iter().rev().take_while(|byte| **byte == 0).count());
    if padded.len() < room {
        padded.push(7);
        assert_bad(&with_cms(&deputy, &padded), Problem::CmsPadding);
    }
}

#[test]
fn the_message_of_another_file_does_not_fit() {
    let signed = signed_sheet();
    let options = SignOptions::at(now() + chrono::TimeDelta::seconds(1));
    let other = sign(SHEET, &school().principal.signer(), &options).unwrap();
    assert_bad(&with_cms(&signed, &cms_of(&other)), Problem::DigestDiffers);
}

#[test]
fn byte_ranges_that_leave_something_out_are_refused() {
    let signed = signed_sheet();
    let [_, a, b, c] = byte_range(&signed);
    for numbers in [
        "0 0 0 0".to_owned(),
        format!("0 {a} {b} -{c}"),
        format!("-1 {a} {b} {c}"),
        format!("1 {a} {b} {c}"),
        format!("0 {a} {b}"),
        format!("0 {a} {b} {c} 0 0"),
        format!("0 {a} {b} {}", c + 1),
        format!("0 {b} {a} {c}"),
        "0 1 2 9223372036854775807".to_owned(),
        String::new(),
        "/All".to_owned(),
    ] {
        assert_bad(&with_byte_range(&signed, &numbers), Problem::ByteRangeMalformed);
    }
    for numbers in [
        format!("0 {} {b} {c}", a - 1),
        format!("0 {} {b} {c}", a + 1),
        format!("0 {a} {} {}", b + 1, c - 1),
        format!("0 {a} {} {}", b - 1, c + 1),
    ] {
        assert_bad(&with_byte_range(&signed, &numbers), Problem::GapIsNotContents);
    }
    assert_bad(&with_byte_range(&signed, &format!("0 {a} {b} {}", c - 1)), Problem::RevisionNotCovered);
    assert_bad(&replace_last(&signed, b"/ByteRange", b"/ByteRangf"), Problem::ByteRangeMissing);
    assert_bad(&replace_last(&signed, b"/Contents<", b"/Contentz<"), Problem::ContentsMissing);
    assert_bad(&replace_last(&signed, b"CAdES.detached", b"CAdES.detachad"), Problem::SubFilterUnsupported);
}

/// The second part of the signed bytes is moved back, and foreign bytes are put into the gap.
#[test]
fn signature_wrapping_is_found() {
    let signed = signed_sheet();
    let [_, a, b, c] = byte_range(&signed);
    let inserted = b"/Evil(bytes that no one signed)";
    let mut wrapped = [&signed[..b - 1], &b">"[..], inserted, &signed[b..]].concat();
    wrapped = with_byte_range(&wrapped, &format!("0 {a} {} {c}", b + inserted.len()));
    assert!(!judge(&wrapped).is_good());
    // White space in the gap, within the brackets.
    let mut spaced = signed.clone();
    let hole = contents_digits(&signed);
    spaced.splice(hole.end..hole.end, *b"    ");
    assert!(!judge(&with_byte_range(&spaced, &format!("0 {a} {} {c}", b + 4))).is_good());
}

#[test]
fn a_key_standing_twice_in_a_dictionary_is_damage() {
    let doubled = super::malformed::resign(SHEET, &school().principal, |objects| {
        let dictionary = &mut objects.iter_mut().find(|(_, body)| body.contains("/ByteRange")).unwrap().1;
        *dictionary = dictionary.replacen("<<", "<</Reason(a)/Reason(b)", 1);
    });
    assert_bad(&doubled, Problem::FileDamaged);
}

#[test]
fn an_untrusted_second_signature_spoils_the_file() {
    use super::pki::{Kind, Wish};
    let stranger = Wish::person("Посторонний", Kind::P256).self_signed();
    let second = sign(&signed_sheet(), &stranger.signer(), &SignOptions::at(now())).unwrap();
    let verdict = judge(&second);
    assert!(!verdict.is_good());
    assert!(verdict.signatures[0].is_good(), "the first signature is as good as before");
}

#[test]
fn without_roots_nothing_is_good_but_intact() {
    let verdict = verify(&signed_sheet(), &Trust::default(), now()).unwrap();
    assert!(!verdict.is_good());
    assert!(verdict.signatures[0].is_intact());
}
