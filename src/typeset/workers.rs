//! Many documents at once: a thread each, which nothing of another document gets into.
//!
//! Typst itself lays out on rayon. On one common pool a thread that waits for a piece of its document would take up a whole other
//! document meanwhile, within it a third, and so on until the stack is full (500 sheets were enough). So each worker has a
//! pool of one thread, and what is to be typeset comes through a short queue: memory does not grow with the number of documents.

use std::num::NonZero;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::error::TypesetError;

/// Documents that may wait for a worker.
const WAITING_PER_WORKER: usize = 4;

/// Does `work` on all items, as they come, on all cores; gives the results in the order of the items.
///
/// # Errors
/// The system gives no threads.
pub fn each<T: Send, R: Send>(items: impl Iterator<Item = T>, work: impl Fn(T) -> R + Sync) -> Result<Vec<R>, TypesetError> {
    let count = thread::available_parallelism().map_or(1, NonZero::get);
    let pools = (0..count).map(|_| rayon::ThreadPoolBuilder::new().num_threads(1).build());
    let pools = pools.collect::<Result<Vec<_>, _>>().map_err(|error| TypesetError::Threads(error.to_string()))?;
    let (sender, receiver) = sync_channel(count * WAITING_PER_WORKER);
    let (receiver, results) = (Mutex::new(receiver), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for pool in &pools {
            let (receiver, results, work) = (&receiver, &results, &work);
            scope.spawn(move || {
                loop {
                    // A statement of its own: the lock is given back before the work begins, else one worker works at a time.
                    let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((at, item)) = next else { break };
                    let result = pool.install(|| work(item));
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
                }
            });
        }
        for item in items.enumerate() {
            if sender.send(item).is_err() {
                break;
            }
        }
        drop(sender);
    });
    let mut results: Vec<(usize, R)> = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
