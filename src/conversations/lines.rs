//! Hashes of the lines of all letters, in one list.

/// Bits of [`Places`] for each hash: enough that seven of eight lines that stand alone are known as such.
const BITS_A_HASH: usize = 8;

/// Where the lines of a letter stand in [`AllLines`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lines {
    start: u32,
    written: u32,
    quoted: u32,
}

/// The hashes of all lines, letter by letter: those newly written, and the first ones quoted or passed on.
#[derive(Debug, Default)]
pub(super) struct AllLines(Vec<u64>);

impl AllLines {
    /// Adds the lines of a letter.
    pub(super) fn add(&mut self, written: &[u64], quoted: &[u64]) -> Lines {
        let number = |count: usize| u32::try_from(count).expect("four billion lines do not fit into memory");
        let start = number(self.0.len());
        self.0.extend(written.iter().chain(quoted));
        Lines { start, written: number(written.len()), quoted: number(quoted.len()) }
    }

    /// The newly written lines of a letter.
    pub(super) fn written(&self, lines: Lines) -> &[u64] {
        &self.0[lines.start as usize..][..lines.written as usize]
    }

    /// The lines that a letter quotes or passes on.
    pub(super) fn quoted(&self, lines: Lines) -> &[u64] {
        &self.0[(lines.start + lines.written) as usize..][..lines.quoted as usize]
    }

    /// Takes out newly written lines that stand nowhere else, which tell of no other letter. Most are found; one that
    /// stays is looked for in vain. `letters` are the lines of all letters, in the order in which they were added.
    pub(super) fn drop_unshared<'a>(&mut self, letters: impl Iterator<Item = &'a mut Lines>) {
        let places = Places::of(&self.0);
        let mut end = 0;
        for lines in letters {
            let (first, quotes) = (lines.start as usize, (lines.start + lines.written) as usize);
            let start = end;
            for place in first..quotes {
                if places.may_be_several(self.0[place]) {
                    self.0[end] = self.0[place];
                    end += 1;
                }
            }
            let written = end - start;
            self.0.copy_within(quotes..quotes + lines.quoted as usize, end);
            end += lines.quoted as usize;
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            *lines = Lines { start: number(start), written: number(written), quoted: lines.quoted };
        }
        self.0.truncate(end);
        self.0.shrink_to_fit();
    }
}

/// Which hashes stand in several places: a hash has a bit, which it may share with others.
struct Places {
    several: Vec<u64>,
    mask: u64,
}

impl Places {
    fn of(hashes: &[u64]) -> Self {
        let bits = (hashes.len() * BITS_A_HASH).next_power_of_two().max(64);
        let mask = bits as u64 - 1;
        let mut seen = vec![0_u64; bits / 64];
        let mut several = vec![0_u64; bits / 64];
        for hash in hashes {
            let (word, bit) = place(*hash, mask);
            several[word] |= seen[word] & bit;
            seen[word] |= bit;
        }
        Self { several, mask }
    }

    fn may_be_several(&self, hash: u64) -> bool {
        let (word, bit) = place(hash, self.mask);
        self.several[word] & bit != 0
    }
}

fn place(hash: u64, mask: u64) -> (usize, u64) {
    let bit = hash & mask;
    (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stand_alone_are_dropped_and_no_others() {
        let mut all = AllLines::default();
        let mut letters = [all.add(&[1, 2, 3], &[9]), all.add(&[4], &[]), all.add(&[5, 2], &[3])];
        all.drop_unshared(letters.iter_mut());
        let left: Vec<_> = letters.iter().map(|&lines| (all.written(lines), all.quoted(lines))).collect();
        assert_eq!(left, [(&[2, 3][..], &[9][..]), (&[], &[]), (&[2], &[3])]);
        assert_eq!(all.0.len(), 5);
    }
}
