//! Changes in updates behind a signature: objects replaced, deleted, hidden, brought along by a further signature.

use super::pki::{SHEET, now, school, signed_sheet};
use super::surgery::{body, find, page_content, reference, replace_last, rfind, size, update, update_with_trailer, with_cms};
use super::{assert_bad, judge};
use vedomost::sign::{Problem, SignError, SignOptions, sign};

fn page() -> u32 {
    reference(SHEET, "/Kids[")
}

const EVIL_STREAM: &str = "<</Length 8>>\nstream\n0 0 m B \nendstream";

#[test]
fn a_replaced_content_stream_is_found() {
    let attacked = update(&signed_sheet(), &[(page_content(), EVIL_STREAM.to_owned())]);
    assert_bad(&attacked, Problem::ObjectReplaced);
    assert_bad(&attacked, Problem::ChangedUnsigned);
}

#[test]
fn other_updates_after_the_signature_are_found() {
    let signed = signed_sheet();
    let (root, new) = (reference(&signed, "/Root "), size(&signed));
    let with = |number: u32, entry: &str| (number, body(&signed, number).replacen("<<", &format!("<<{entry}"), 1));
    let annotation = (new, "<</Type/Annot/Subtype/FreeText/Rect[0 0 500 400]/Contents(5)>>".to_owned());
    let annotated = (page(), body(&signed, page()).replace("/Annots[", &format!("/Annots[{new} 0 R ")));
    let pages = (reference(&signed, "/Pages "), body(&signed, page()).replace("/Type/Page", "/Type/Pages/Kids[]"));
    let attacks: Vec<(&str, Vec<(u32, String)>)> = vec![
        ("an annotation", vec![annotation, annotated]),
        ("another page tree", vec![pages]),
        ("another page in the catalog", vec![(root, body(&signed, root).replace("/Pages 1", "/Pages 2"))]),
        ("an action", vec![with(root, "/OpenAction<</S/JavaScript/JS(app.alert)>>")]),
        ("another size of the page", vec![with(page(), "/CropBox[0 0 9 9]")]),
        ("an object nobody needs", vec![(new, "<<>>".to_owned())]),
        ("the document information", vec![(reference(&signed, "/Info "), "<</Title(x)>>".to_owned())]),
        ("a font", vec![(36, "<<>>".to_owned())]),
        ("nothing at all", vec![]),
    ];
    for (name, objects) in attacks {
        let verdict = judge(&update(&signed, &objects));
        assert!(!verdict.is_good(), "{name} was accepted");
        assert!(verdict.signatures[0].problems.contains(&Problem::ChangedUnsigned), "{name}");
        assert!(verdict.signatures[0].is_intact(), "{name}: what was signed is still there");
    }
}

#[test]
fn a_removed_form_does_not_make_the_file_unsigned() {
    let signed = signed_sheet();
    let root = reference(&signed, "/Root ");
    let attacked = update(&signed, &[(root, body(SHEET, root))]);
    assert_bad(&attacked, Problem::ChangedForm);
    let deleted = update_with_trailer(&signed, &[], &format!("/Root {root} 0 R"));
    assert_bad(&deleted, Problem::ChangedTrailer);
}

#[test]
fn an_update_without_a_table_is_found() {
    let signed = signed_sheet();
    let object = format!("{} 0 obj\n{EVIL_STREAM}\nendobj\n", page_content());
    assert_bad(&[&signed, object.as_bytes()].concat(), Problem::TrailingBytes);
    // A trailer at the end, but the table is the old one: lenient readers rebuild it and take the new object.
    let xref = reference(&signed, "startxref\n");
    let bare = format!("{object}trailer\n<<>>\nstartxref\n{xref}\n%%EOF\n");
    assert_bad(&[&signed, bare.as_bytes()].concat(), Problem::TrailingBytes);
}

#[test]
fn a_deleted_object_is_found() {
    let signed = signed_sheet();
    let updated = update(&signed, &[(page_content(), "null".to_owned())]);
    let deleted = replace_last(&updated, b" 00000 n\r\n", b" 00001 f\r\n");
    // The bytes of the object now belong to no entry.
    assert_bad(&deleted, Problem::FileDamaged);
    let at = rfind(&updated, format!("{} 0 obj", page_content()).as_bytes());
    let end = rfind(&updated, b"xref\n");
    let start = end - b"start".len();
    let table = find(&updated[at..], b"xref\n") + at;
    assert!(table < start);
    let mut clean = [&updated[..at], &updated[table..]].concat();
    clean = replace_last(&clean, b" 00000 n\r\n", b" 00001 f\r\n");
    clean = replace_last(&clean, format!("startxref\n{table}\n").as_bytes(), format!("startxref\n{at}\n").as_bytes());
    assert_bad(&clean, Problem::ObjectDeleted);
}

#[test]
fn hidden_objects_and_loops_are_found() {
    let signed = signed_sheet();
    // An update whose table points at older bytes of the file: "hide and replace".
    let updated = update(&signed, &[(page_content(), EVIL_STREAM.to_owned())]);
    let old = format!("{:010} 00000 n", find(SHEET, b"\n1 0 obj") + 1);
    let new_at = rfind(&updated, format!("{} 0 obj\n<</Length 8", page_content()).as_bytes());
    let pointed = replace_last(&updated, format!("{new_at:010} 00000 n").as_bytes(), old.as_bytes());
    assert_bad(&pointed, Problem::FileDamaged);
    let own = rfind(&updated, b"\nxref\n") + 1;
    let prev = reference(&updated, "/Prev ");
    let looped = replace_last(&updated, format!("/Prev {prev}").as_bytes(), format!("/Prev {own}").as_bytes());
    assert!(!judge(&looped).is_good());
}

#[test]
fn a_second_signature_may_not_bring_changes_with_it() {
    let first = signed_sheet();
    // What an attacker with a valid key of his own would do: change, then sign over it.
    let changed = update(&first, &[(page_content(), EVIL_STREAM.to_owned())]);
    let second = sign(&changed, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    let verdict = judge(&second);
    assert!(!verdict.is_good());
    assert!(verdict.signatures[0].problems.contains(&Problem::ObjectReplaced));
    assert!(verdict.signatures[1].problems.is_empty(), "he did sign what he sees");
}

#[test]
fn a_signature_may_not_be_overwritten_by_another() {
    let first = signed_sheet();
    let second = sign(&first, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    // The update that brought the second signature also lists an object of the first.
    let field = reference(&first, "/Annots[");
    let attacked = update(&second, &[(field, body(&first, field).replace("/F 132", "/F 2"))]);
    assert_bad(&attacked, Problem::ObjectReplaced);
}

/// A proper second signature, except that its own update carries more than it may. The second signature itself is
/// valid and covers the whole file, so only the comparison of the revisions can tell.
#[test]
fn changes_hidden_in_the_update_of_a_second_signature_are_found() {
    let first = signed_sheet();
    let root = reference(&first, "/Root ");
    let dictionary = size(&first);
    let field = dictionary + 1;
    let first_field = reference(&first, "/Annots[");
    let overwritten = format!("/AcroForm {} 0 R", page_content());
    let cases: &[(&str, u32, &str, &str, Problem)] = &[
        ("a visible widget", field, "/Rect[0 0 0 0]", "/Rect[0 0 300 200]", Problem::ChangedAnnotations),
        ("a widget with an appearance", field, "/F 132", "/F 132/AP<</N 5 0 R>>", Problem::ChangedAnnotations),
        ("a widget with an action", field, "/F 132", "/F 132/AA<<>>", Problem::ChangedAnnotations),
        ("a field of another kind", field, "/FT/Sig", "/FT/Tx", Problem::ChangedAnnotations),
        ("a further annotation", page(), "/Annots[", "/Annots[5 0 R ", Problem::ChangedAnnotations),
        ("an annotation taken away", page(), &format!("{first_field} 0 R"), "", Problem::ChangedAnnotations),
        ("another cut of the page", page(), "<<", "<</CropBox[0 0 9 9]", Problem::ChangedPage),
        ("another content", page(), "/Contents 50", "/Contents 49", Problem::ChangedPage),
        ("an action on opening", root, "<<", "<</OpenAction 5 0 R", Problem::ChangedCatalog),
        ("other pages", root, "/Pages 1", "/Pages 2", Problem::ChangedCatalog),
        ("values to be drawn anew", root, "/SigFlags 3", "/SigFlags 3/NeedAppearances true", Problem::ChangedForm),
        ("the first field taken away", root, &format!("{first_field} 0 R"), "", Problem::ChangedForm),
        ("flags taken away", root, "/SigFlags 3", "/SigFlags 1", Problem::ChangedForm),
    ];
    for (name, number, old, new, expected) in cases {
        let forged = super::malformed::resign(&first, &school().deputy, |objects| {
            let object = objects.iter_mut().find(|(known, _)| known == number).unwrap();
            assert!(object.1.contains(old), "{name}: {}", object.1);
            object.1 = object.1.replacen(old, new, 1);
        });
        let verdict = judge(&forged);
        assert!(!verdict.is_good(), "{name} was accepted");
        assert!(verdict.signatures[0].problems.contains(expected), "{name}: {verdict:#?}");
        assert!(verdict.signatures[1].is_intact(), "{name}: {verdict:#?}");
    }
    let added: &[(&str, u32, &str, Problem)] = &[
        ("a content stream", page_content(), EVIL_STREAM, Problem::ObjectReplaced),
        ("the document information", reference(&first, "/Info "), "<</Title(x)>>", Problem::ObjectReplaced),
        ("the first signature", reference(&first, "/V "), "<</Type/Sig>>", Problem::ObjectReplaced),
        ("a new object", field + 1, "<<>>", Problem::ObjectAdded),
    ];
    for (name, number, body, expected) in added {
        let forged = super::malformed::resign(&first, &school().deputy, |objects| {
            objects.push((*number, (*body).to_owned()));
        });
        let verdict = judge(&forged);
        assert_eq!(verdict.signatures[0].problems, [*expected], "{name}");
        assert!(verdict.signatures[1].is_good(), "{name}: {verdict:#?}");
    }
    // The form moves into an object of its own, which was the content of the page.
    let forged = super::malformed::resign(&first, &school().deputy, |objects| {
        let catalog = &mut objects.iter_mut().find(|(number, _)| *number == root).unwrap().1;
        let (start, end) = (catalog.find("/AcroForm").unwrap(), catalog.find("/SigFlags 3>>").unwrap() + 13);
        let form = catalog[start + "/AcroForm".len()..end].to_owned();
        catalog.replace_range(start..end, &overwritten);
        objects.push((page_content(), form));
    });
    assert_eq!(judge(&forged).signatures[0].problems, [Problem::ObjectReplaced]);
    // Left alone, the forger's tool makes a good file: it is the changes that are found above, not the tool.
    assert!(judge(&super::malformed::resign(&first, &school().deputy, |_| {})).is_good());
}

#[test]
fn a_signature_without_a_form_field_does_not_pass_for_an_unsigned_file() {
    let root = reference(SHEET, "/Root ");
    let forged = super::malformed::resign(SHEET, &school().principal, |objects| {
        objects.iter_mut().find(|(number, _)| *number == root).unwrap().1 = body(SHEET, root);
    });
    assert_bad(&forged, Problem::SignatureOutsideForm);
}

#[test]
fn a_certified_file_may_not_even_be_signed_again() {
    let certified = super::malformed::resign(SHEET, &school().principal, |objects| {
        let dictionary = &mut objects.iter_mut().find(|(_, body)| body.contains("/ByteRange")).unwrap().1;
        *dictionary = dictionary.replacen("<<", "<</Reference[<</TransformMethod/DocMDP>>]", 1);
    });
    assert!(judge(&certified).is_good());
    let again = sign(&certified, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    assert_bad(&again, Problem::ChangesForbidden);
    // Where the catalog says it too, our own `sign` refuses.
    let root = reference(SHEET, "/Root ");
    let in_catalog = super::malformed::resign(SHEET, &school().principal, |objects| {
        let catalog = &mut objects.iter_mut().find(|(number, _)| *number == root).unwrap().1;
        *catalog = catalog.replacen("<<", &format!("<</Perms<</DocMDP {} 0 R>>", size(SHEET)), 1);
    });
    let refused = sign(&in_catalog, &school().deputy.signer(), &SignOptions::at(now()));
    assert!(matches!(refused, Err(SignError::Certified)));
}

#[test]
fn a_broken_second_signature_leaves_its_update_unsigned() {
    let second = sign(&signed_sheet(), &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    let verdict = judge(&with_cms(&second, &[]));
    assert_eq!(verdict.signatures[0].problems, [Problem::ChangedUnsigned]);
}
