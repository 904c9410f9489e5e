//! Pieces of work that wait for each other: each is done as soon as all it waits for are, the longest way to the end first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A piece of work.
pub(super) struct Step {
    /// How long it takes beside others.
    pub cost: usize,
    /// The places of those it waits for; they stand before it.
    pub waits: Vec<usize>,
}

struct State {
    /// Those that can be done: the longest way first, then the first.
    ready: BinaryHeap<(usize, Reverse<usize>)>,
    /// For how many each still waits.
    waits: Vec<usize>,
    running: usize,
}

struct Run<'a> {
    /// The cost from here to the end.
    ways: &'a [usize],
    /// Those that wait for it.
    next: &'a [Vec<usize>],
    state: Mutex<State>,
    changed: Condvar,
}

/// Does all steps, as many at once as there are threads in the common pool.
pub(super) fn each(steps: &[Step], work: impl Fn(usize) + Sync) {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut ways = vec![0; steps.len()];
    for (at, step) in steps.iter().enumerate().rev() {
        let longest = next.get(at).into_iter().flatten().filter_map(|later| ways.get(*later)).max().copied().unwrap_or(0);
        if let Some(way) = ways.get_mut(at) {
            *way = step.cost + longest;
        }
        for before in &step.waits {
            if let Some(next) = next.get_mut(*before) {
                next.push(at);
            }
        }
    }
    let waits: Vec<usize> = steps.iter().map(|step| step.waits.len()).collect();
    let ready =
        waits.iter().zip(&ways).enumerate().filter(|(_, (waits, _))| **waits == 0).map(|(at, (_, way))| (*way, Reverse(at))).collect();
    let run = Run { ways: &ways, next: &next, state: Mutex::new(State { ready, waits, running: 0 }), changed: Condvar::new() };
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(steps.len()) {
            scope.spawn(|_| {
                while let Some(at) = run.take() {
                    // Told also where the work panics: the others must not wait for ever.
                    let _done = Done { run: &run, at };
                    work(at);
                }
            });
        }
    });
}

impl Run<'_> {
    /// The next that can be done; `None` when none is left to wait for.
    fn take(&self) -> Option<usize> {
        let mut state = self.state();
        loop {
            if let Some((_, Reverse(at))) = state.ready.pop() {
                state.running += 1;
                return Some(at);
            }
            if state.running == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Done<'a> {
    run: &'a Run<'a>,
    at: usize,
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        let mut state = self.run.state();
        state.running -= 1;
        for later in self.run.next.get(self.at).into_iter().flatten() {
            let left = state.waits.get_mut(*later).map(|waits| {
                *waits -= 1;
                *waits
            });
            if let (Some(0), Some(way)) = (left, self.run.ways.get(*later)) {
                state.ready.push((*way, Reverse(*later)));
            }
        }
        drop(state);
        self.run.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::{Step, each};

    fn done(steps: &[(usize, &[usize])]) -> Vec<usize> {
        let steps: Vec<Step> = steps.iter().map(|(cost, waits)| Step { cost: *cost, waits: waits.to_vec() }).collect();
        let done = Mutex::new(Vec::new());
        each(&steps, |at| done.lock().expect("whole").push(at));
        done.into_inner().expect("whole")
    }

    #[test]
    fn every_step_comes_once_and_after_those_it_waits_for() {
        assert_eq!(done(&[]), Vec::<usize>::new());
        let many: Vec<Vec<usize>> =
            (0..200).map(|at: usize| (0..at).filter(|before| (at * 7 + before * 3).is_multiple_of(11)).collect()).collect();
        let steps: Vec<(usize, &[usize])> = many.iter().enumerate().map(|(at, waits)| (at % 5, waits.as_slice())).collect();
        let done = done(&steps);
        let place = |at: usize| done.iter().position(|one| *one == at).expect("done");
        assert_eq!(done.len(), 200);
        assert!(many.iter().enumerate().all(|(at, waits)| waits.iter().all(|before| place(*before) < place(at))));
    }

    #[test]
    fn the_longest_way_to_the_end_goes_first() {
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        // 0 is cheap, but 3 waits for it; 1 is dearer than 2.
        assert_eq!(one.install(|| done(&[(1, &[]), (4, &[]), (2, &[]), (5, &[0])])), [0, 3, 1, 2]);
    }

    #[test]
    fn a_panic_of_one_reaches_the_caller_and_leaves_nobody_waiting() {
        let steps = [Step { cost: 1, waits: vec![] }, Step { cost: 1, waits: vec![0] }];
        let caught = std::panic::catch_unwind(|| each(&steps, |at| assert!(at > 0, "the first one breaks")));
        assert!(caught.is_err());
    }
}
