//! libduckdb lies beside the program, and one folder up from the test binary; it is found there also after a move.

fn main() {
    println!("cargo::rerun-if-changed=.cargo/build.rs");
    println!("cargo::rustc-link-arg=-Wl,-rpath,$ORIGIN:$ORIGIN/..");
}
