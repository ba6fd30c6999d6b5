//! The words that must stand in a text for a regular expression to match it.
//!
//! Worked out from the expression's syntax: a sequence needs the words of each of its parts, a choice one of
//! the words of its branches. What is found is never too much to ask: where in doubt, nothing is needed.

use smallvec::SmallVec;

use regex_syntax::hir::{Class, ClassBytesRange, Hir, HirKind, Look, Repetition};

/// A short text; most fit without an allocation.
pub(super) type Text = SmallVec<[u8; 16]>;

/// A text that stands in another, ASCII case aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Needle {
    /// In lower case.
    pub(super) text: Text,
    /// Whether nothing of a word stands before it.
    pub(super) begins: bool,
    /// Whether nothing of a word stands behind it.
    pub(super) ends: bool,
}

/// Needles one of which must stand in the text.
pub(super) type Clause = Vec<Needle>;

/// Most texts that a part is followed through in all its forms.
const MAX_FORMS: usize = 32;
/// Most branches of an expression, and choices that become some.
const MAX_BRANCHES: usize = 32;
const MAX_CHOICES: usize = 12;
/// Most clauses kept of a branch.
const MAX_CLAUSES: usize = 2;
/// Most different bytes of a class that are told apart.
const MAX_CLASS: usize = 4;
/// Most bytes of a text that are looked for: of longer ones its beginning, which many share.
const MAX_NEEDLE: usize = 10;
/// Stands in a form for the beginning or end of a word.
const EDGE: u8 = 0;

/// What each branch of an expression needs, the rarest clause first; a branch without clauses needs nothing.
pub(super) fn of(expression: &Hir) -> Vec<Vec<Clause>> {
    let mut branches = Vec::new();
    split(vec![expression], &mut branches);
    branches.iter().map(|sequence| clauses(sequence)).collect()
}

/// Splits a sequence at its choices, as long as there are not too many.
fn split<'a>(sequence: Vec<&'a Hir>, branches: &mut Vec<Vec<&'a Hir>>) {
    for (at, part) in sequence.iter().enumerate() {
        let choices: Vec<&Hir> = match part.kind() {
            HirKind::Capture(capture) => vec![&capture.sub],
            HirKind::Concat(parts) => {
                split(replaced(&sequence, at, parts), branches);
                return;
            }
            HirKind::Alternation(choices) if choices.len() <= MAX_CHOICES && forms_count(part).is_none() => {
                choices.iter().collect()
            }
            _ => continue,
        };
        if branches.len() + choices.len() <= MAX_BRANCHES {
            for choice in choices {
                split(replaced(&sequence, at, std::slice::from_ref(choice)), branches);
            }
            return;
        }
    }
    branches.push(sequence);
}

fn replaced<'a>(sequence: &[&'a Hir], at: usize, parts: &'a [Hir]) -> Vec<&'a Hir> {
    let (before, rest) = sequence.split_at(at);
    before.iter().copied().chain(parts).chain(rest.iter().skip(1).copied()).collect()
}

/// The clauses of a sequence, the rarest first.
fn clauses(sequence: &[&Hir]) -> Vec<Clause> {
    let Shape { forms, mut needs } = in_sequence(sequence.iter().copied());
    needs.extend(forms.as_deref().and_then(clause));
    needs.sort_by(|one, other| frequency(one).total_cmp(&frequency(other)));
    needs.dedup();
    needs.truncate(MAX_CLAUSES);
    // What nearly every text holds is worth no look beside something rarer.
    let common = needs.iter().skip(1).position(|clause| frequency(clause) > 0.3);
    needs.truncate(common.map_or(needs.len(), |common| common + 1));
    needs
}

/// A guess at how often one of the needles stands in a text.
fn frequency(clause: &Clause) -> f64 {
    let of_one = |needle: &Needle| {
        let length = i32::try_from(needle.text.len()).unwrap_or(i32::MAX);
        let edges = i32::from(needle.begins) + i32::from(needle.ends);
        4_f64.powi(-length) * 0.5_f64.powi(edges)
    };
    clause.iter().map(of_one).sum()
}

/// What is known of a part of an expression.
struct Shape {
    /// All texts that it can match, where they are few.
    forms: Option<Vec<Text>>,
    /// What else it needs.
    needs: Vec<Clause>,
}

impl Shape {
    fn exact(forms: Vec<Text>) -> Self {
        Self { forms: Some(forms), needs: Vec::new() }
    }

    fn unknown() -> Self {
        Self { forms: None, needs: Vec::new() }
    }
}

/// How many forms a part has, where they are few; choices may share some.
fn forms_count(hir: &Hir) -> Option<usize> {
    let count = match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => 1,
        HirKind::Class(class) => bytes(class)?.len(),
        HirKind::Capture(capture) => forms_count(&capture.sub)?,
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, Some(1)) => forms_count(&repetition.sub)? + 1,
            (1, Some(1)) => forms_count(&repetition.sub)?,
            _ => return None,
        },
        HirKind::Concat(parts) => parts.iter().try_fold(1_usize, |product, part| {
            forms_count(part).map(|count| product.saturating_mul(count)).filter(|&count| count <= MAX_FORMS)
        })?,
        HirKind::Alternation(parts) => parts
            .iter()
            .try_fold(0_usize, |sum, part| forms_count(part).map(|count| sum.saturating_add(count)))?,
    };
    (count <= MAX_FORMS).then_some(count)
}

fn shape(hir: &Hir) -> Shape {
    match hir.kind() {
        HirKind::Literal(literal) if !literal.0.contains(&EDGE) => {
            Shape::exact(vec![literal.0.iter().map(u8::to_ascii_lowercase).collect()])
        }
        HirKind::Literal(_) => Shape::unknown(),
        HirKind::Class(class) => match bytes(class) {
            Some(bytes) => Shape::exact(bytes.into_iter().map(|byte| Text::from_slice(&[byte])).collect()),
            None => Shape::unknown(),
        },
        // At either end of a text or line no word goes on either.
        HirKind::Look(
            Look::WordAscii | Look::WordUnicode | Look::Start | Look::End | Look::StartLF | Look::EndLF,
        ) => Shape::exact(vec![Text::from_slice(&[EDGE])]),
        HirKind::Empty | HirKind::Look(_) => Shape::exact(vec![Text::new()]),
        HirKind::Capture(capture) => shape(&capture.sub),
        HirKind::Repetition(repetition) => repeated(repetition),
        HirKind::Concat(parts) => in_sequence(parts.iter()),
        HirKind::Alternation(parts) => one_of(hir, parts),
    }
}

fn repeated(repetition: &Repetition) -> Shape {
    let inner = shape(&repetition.sub);
    match (repetition.min, repetition.max) {
        (1, Some(1)) => inner,
        (0, Some(1)) => Shape {
            forms: inner.forms.map(|mut forms| {
                forms.push(Text::new());
                forms
            }),
            needs: Vec::new(),
        },
        (0, _) => Shape::unknown(),
        _ => {
            let mut needs = inner.needs;
            needs.extend(inner.forms.as_deref().and_then(clause));
            Shape { forms: None, needs }
        }
    }
}

fn one_of(hir: &Hir, parts: &[Hir]) -> Shape {
    if forms_count(hir).is_some() {
        let forms = parts.iter().map(|part| shape(part).forms).collect::<Option<Vec<_>>>();
        if let Some(forms) = forms {
            return Shape::exact(forms.concat());
        }
    }
    let rarest = |part: &Hir| clauses(&[part]).into_iter().next();
    let all = parts.iter().map(rarest).collect::<Option<Vec<Clause>>>();
    let needs = all.map(|all| sorted(all.concat())).into_iter().collect();
    Shape { forms: None, needs }
}

fn in_sequence<'a>(parts: impl Iterator<Item = &'a Hir>) -> Shape {
    let mut needs = Vec::new();
    let mut so_far = vec![Text::new()];
    let mut whole = true;
    for part in parts {
        let Shape { forms, needs: more } = shape(part);
        needs.extend(more);
        let followed = forms.unwrap_or_default();
        if followed.is_empty() || so_far.len() * followed.len() > MAX_FORMS {
            whole = false;
            needs.extend(clause(&so_far));
            so_far = if followed.is_empty() { vec![Text::new()] } else { followed };
        } else {
            so_far =
                so_far.iter().flat_map(|start| followed.iter().map(move |end| joined(start, end))).collect();
        }
    }
    if whole {
        return Shape { forms: Some(so_far), needs };
    }
    needs.extend(clause(&so_far));
    Shape { forms: None, needs }
}

fn joined(start: &[u8], end: &[u8]) -> Text {
    let mut text = Text::from_slice(start);
    text.extend_from_slice(end);
    text
}

/// The clause of all forms of a part; nothing where one of them is empty.
fn clause(forms: &[Text]) -> Option<Clause> {
    forms.iter().map(|form| needle(form)).collect::<Option<Vec<_>>>().map(sorted)
}

/// A needle from a form: the longest piece between the edges inside it.
fn needle(form: &[u8]) -> Option<Needle> {
    let mut pieces = form.split(|&byte| byte == EDGE).enumerate().collect::<Vec<_>>();
    let last = pieces.len().saturating_sub(1);
    pieces.retain(|(_, piece)| !piece.is_empty());
    let (at, text) = pieces.into_iter().max_by_key(|(_, piece)| piece.len())?;
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let kept = text.get(..MAX_NEEDLE).unwrap_or(text);
    // An edge before something that is no part of a word says that a word ends there.
    Some(Needle {
        text: Text::from_slice(kept),
        begins: at > 0 && is_word(text.first()),
        ends: at < last && kept.len() == text.len() && is_word(text.last()),
    })
}

fn sorted(mut clause: Clause) -> Clause {
    clause.sort();
    clause.dedup();
    clause
}

/// The bytes of a class in lower case, where they are few.
fn bytes(class: &Class) -> Option<Vec<u8>> {
    let mut found: Vec<u8> = match class {
        Class::Bytes(class) if class.iter().map(ClassBytesRange::len).sum::<usize>() <= 2 * MAX_CLASS => {
            class.iter().flat_map(|range| range.start()..=range.end()).collect()
        }
        _ => return None,
    };
    found.make_ascii_lowercase();
    found.sort_unstable();
    found.dedup();
    (!found.is_empty() && found.len() <= MAX_CLASS && !found.contains(&EDGE)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::{Lines, machine};
    use super::*;

    fn of_one(source: &str) -> Vec<Vec<String>> {
        of(&machine::syntax(source, Lines::One))
            .into_iter()
            .map(|clauses| {
                let text = |needle: &Needle| {
                    let (begins, ends) =
                        (if needle.begins { "<" } else { "" }, if needle.ends { ">" } else { "" });
                    format!("{begins}{}{ends}", String::from_utf8_lossy(&needle.text))
                };
                clauses.iter().map(|clause| clause.iter().map(text).collect::<Vec<_>>().join("|")).collect()
            })
            .collect()
    }

    #[test]
    fn a_sequence_needs_all_its_parts_and_a_choice_one() {
        assert_eq!(of_one(r"\bthanks\b.*\bhelping"), [["<helping", "<thanks>"]]);
        assert_eq!(of_one(r"\b(?:thank|many thanks)"), [["<many thank|<thank"]]);
        assert_eq!(of_one(r"\bone thing\b.*two|\bthree"), [vec!["<one thing>", "two"], vec!["<three"]]);
        assert_eq!(of_one(r"(?i)\bAna(?:'s)? book"), [["<ana book|<ana's book"]]);
    }

    #[test]
    fn what_may_be_left_out_is_not_needed() {
        assert_eq!(of_one("x*"), [[""; 0]]);
        assert_eq!(of_one("(?:some|)"), [[""; 0]]);
        assert_eq!(of_one("(?:very )*good"), [["good"]]);
        assert_eq!(of_one("[a-z]+ing"), [["ing"]]);
    }
}
