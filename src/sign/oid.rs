//! The object identifiers that signing and verifying know.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// CMS, RFC 5652.
pub const ID_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
pub const ID_SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
pub const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
pub const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
/// RFC 5035.
pub const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

// Digests.
pub const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
pub const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
pub const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

// Keys and signatures.
pub const RSA_ENCRYPTION: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
pub const SHA_256_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
pub const SHA_384_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
pub const SHA_512_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
pub const EC_PUBLIC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
pub const CURVE_P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
pub const CURVE_P384: ObjectIdentifier = oid("1.3.132.0.34");
pub const ECDSA_WITH_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
pub const ECDSA_WITH_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
pub const ECDSA_WITH_SHA_512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");

// Names.
pub const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
pub const ORGANIZATION: ObjectIdentifier = oid("2.5.4.10");

// Certificate extensions, RFC 5280.
pub const BASIC_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.19");
pub const KEY_USAGE: ObjectIdentifier = oid("2.5.29.15");
pub const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
pub const CERTIFICATE_POLICIES: ObjectIdentifier = oid("2.5.29.32");
pub const SUBJECT_ALT_NAME: ObjectIdentifier = oid("2.5.29.17");
pub const AUTHORITY_KEY_ID: ObjectIdentifier = oid("2.5.29.35");
pub const SUBJECT_KEY_ID: ObjectIdentifier = oid("2.5.29.14");

/// Extended key usages with which a certificate may sign a document. A certificate for time stamps, servers or
/// code is not meant for that, even where its key usage has the digital-signature bit.
pub const DOCUMENT_SIGNING_USAGES: [ObjectIdentifier; 5] = [
    oid("1.3.6.1.5.5.7.3.4"),       // emailProtection
    oid("1.3.6.1.5.5.7.3.36"),      // documentSigning, RFC 9336
    oid("1.3.6.1.4.1.311.10.3.12"), // document signing, Microsoft
    oid("1.2.840.113583.1.1.5"),    // authentic documents, Adobe
    oid("2.5.29.37.0"),             // any
];
