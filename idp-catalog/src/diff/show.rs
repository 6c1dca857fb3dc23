//! Differences for people: one layout, written as plain text or as Markdown.
//!
//! The output is bounded, however much differs: of long lists and of long values the beginning is shown, and how much was left out. No
//! control character of the user's text gets through, and in Markdown all of it stands in code spans.

use super::{Affected, Afterwards, CatalogDiff, Changed, FieldChange, RelationChange, Segment};
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use idp_model::report::text;
use idp_model::source::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Write};

/// Items shown of each list.
const MAX_ITEMS: usize = 50;
/// Fields shown of each entity, direct dependents of each change, dangling references to each entity.
const MAX_DETAILS: usize = 20;
/// Bytes of Markdown.
const MAX_MARKDOWN: usize = 60_000;
/// Characters shown of a value or a name.
const MAX_TEXT: usize = 80;

impl CatalogDiff {
    /// One line: `2 added, 1 changed, 1 relation lost, 4 affected`; what there is none of is left out. A relation that is new and leads
    /// nowhere counts as dangling only.
    #[must_use]
    pub fn summary(&self) -> String {
        let gained = self.gained().len();
        let relations = |count: usize| if count == 1 { "relation" } else { "relations" };
        let parts = [
            (self.added.len(), "added".to_owned()),
            (self.removed.len(), "removed".to_owned()),
            (self.renamed.len(), "renamed".to_owned()),
            (self.changed.len(), "changed".to_owned()),
            (self.moved.len(), "moved".to_owned()),
            (gained, format!("{} gained", relations(gained))),
            (self.lost.len(), format!("{} lost", relations(self.lost.len()))),
            (self.dangling.len(), format!("{} dangling", relations(self.dangling.len()))),
            (self.affected.len(), "affected".to_owned()),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let told: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
        if told.is_empty() { "no difference".to_owned() } else { told.join(", ") }
    }

    /// The gained relations that lead somewhere.
    fn gained(&self) -> Vec<&RelationChange> {
        let leads = |change: &&RelationChange| {
            self.dangling.binary_search_by(|one| one.order().cmp(&change.order())).is_err()
        };
        self.gained.iter().filter(leads).collect()
    }

    /// Writes the difference as Markdown: a heading, and a list under a bold title for each kind of change. Made for a comment on a pull
    /// request, which must not be longer than 65,536 characters on GitHub: what is beyond 60,000 bytes is left out. Whatever the
    /// names and values hold, it neither breaks the layout nor mentions anybody.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn write_markdown(&self, out: &mut dyn Write) -> fmt::Result {
        let mut text = String::new();
        self.write(&mut Pen { out: &mut text, markdown: true })?;
        if text.len() <= MAX_MARKDOWN {
            return out.write_str(&text);
        }
        let mut left = MAX_MARKDOWN;
        for line in text.split_inclusive('\n') {
            let Some(rest) = left.checked_sub(line.len()) else { break };
            left = rest;
            out.write_str(line)?;
        }
        out.write_str("\n… and more than fits here\n")
    }

    fn write(&self, pen: &mut Pen<'_>) -> fmt::Result {
        pen.headline(&self.summary())?;
        pen.list("Added", self.added.len(), &self.added, |pen, entity| pen.entity("+", entity))?;
        pen.list("Removed", self.removed.len(), &self.removed, |pen, removed| {
            pen.entity("-", &removed.entity)?;
            let reference = removed.entity.reference();
            match &removed.now {
                Afterwards::Nothing => {}
                Afterwards::Alias(heir) => pen.note(&["its name now leads to ", &pen.code(heir)])?,
                Afterwards::Ambiguous => {
                    pen.note(&["several entities claim its name as an alias; none has it"])?
                }
                Afterwards::External => pen.note(&["another catalog has it"])?,
                Afterwards::Refused(place) => pen.note(&["still there, but refused: ", &pen.code(place)])?,
            }
            let ends = |change: &&RelationChange| change.source == *reference || change.target == *reference;
            let mut still = self.dangling.iter().filter(ends);
            for change in still.by_ref().take(MAX_DETAILS) {
                pen.note(&["still referred to: ", &pen.relation(change)])?;
            }
            pen.more(1, still.count())
        })?;
        pen.list("Renamed", self.renamed.len(), &self.renamed, Pen::changed)?;
        pen.list("Changed", self.changed.len(), &self.changed, Pen::changed)?;
        pen.list("Moved", self.moved.len(), &self.moved, Pen::changed)?;
        pen.relations("Relations gained", "+", &self.gained())?;
        pen.relations("Relations lost", "-", &self.lost.iter().collect::<Vec<_>>())?;
        // Those to removed entities have been told there.
        let rest =
            |change: &&RelationChange| !self.has_removed(&change.source) && !self.has_removed(&change.target);
        pen.relations("Dangling now", "!", &self.dangling.iter().filter(rest).collect::<Vec<_>>())?;
        self.write_affected(pen)
    }

    fn has_removed(&self, entity: &EntityRef) -> bool {
        self.removed.binary_search_by(|one| one.entity.reference().cmp(entity)).is_ok()
    }

    fn write_affected(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let mut origins: BTreeMap<&EntityRef, Vec<&Affected>> = BTreeMap::new();
        for one in &self.affected {
            origins.entry(&one.origin).or_default().push(one);
        }
        let title = match self.affected.len() {
            1 => "Affected: 1 entity".to_owned(),
            count => format!("Affected: {count} entities"),
        };
        let what = |origin: &EntityRef| {
            let changed = self.changed.binary_search_by(|one| one.new.reference().cmp(origin)).is_ok();
            match self.has_removed(origin) {
                true => " (removed)",
                false if changed => " (changed)",
                false => " (renamed)",
            }
        };
        pen.list(&title, origins.len(), origins, |pen, (origin, affected)| {
            pen.item(&["* through ", &pen.code(origin), what(origin)])?;
            // Nearest first: the direct ones are at the front.
            let direct = affected.partition_point(|one| one.distance == 1);
            for one in affected.iter().take(direct.min(MAX_DETAILS)) {
                let place = one.place.iter().map(|place| pen.place(place)).collect::<String>();
                pen.note(&[&pen.code(&one.entity), " ", &pen.code(&one.relation), " it", &place])?;
            }
            pen.more(1, direct.saturating_sub(MAX_DETAILS))?;
            match affected.len() - direct {
                0 => Ok(()),
                behind => pen.note(&["and ", &behind.to_string(), " behind these"]),
            }
        })
    }
}

/// The whole difference as text for a terminal or a log: the summary, then a list for each kind of change.
impl Display for CatalogDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(&mut Pen { out: f, markdown: false })
    }
}

struct Pen<'o> {
    out: &'o mut dyn Write,
    markdown: bool,
}

impl Pen<'_> {
    fn headline(&mut self, summary: &str) -> fmt::Result {
        if self.markdown {
            writeln!(self.out, "### Catalog: {summary}")
        } else {
            writeln!(self.out, "{summary}")
        }
    }

    /// A titled list of at most [`MAX_ITEMS`]; nothing at all if it is empty.
    fn list<T>(
        &mut self,
        title: &str,
        count: usize,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T) -> fmt::Result,
    ) -> fmt::Result {
        if count == 0 {
            return Ok(());
        }
        if self.markdown {
            writeln!(self.out, "\n**{title}**\n")?
        } else {
            writeln!(self.out, "\n{title}")?
        }
        items.into_iter().take(MAX_ITEMS).try_for_each(|one| item(self, one))?;
        self.more(0, count.saturating_sub(MAX_ITEMS))
    }

    fn more(&mut self, depth: usize, count: usize) -> fmt::Result {
        match (count, depth) {
            (0, _) => Ok(()),
            (_, 0) => self.item(&["… and ", &count.to_string(), " more"]),
            _ => self.note(&["… and ", &count.to_string(), " more"]),
        }
    }

    /// A line of a list; the mark at its front is for plain text only.
    fn item(&mut self, parts: &[&str]) -> fmt::Result {
        let line = parts.concat();
        if self.markdown {
            let line = line.strip_prefix(['+', '-', '>', '~', '!', '*']).unwrap_or(&line);
            writeln!(self.out, "- {}", line.trim_start())
        } else {
            writeln!(self.out, "  {line}")
        }
    }

    /// A line below an item.
    fn note(&mut self, parts: &[&str]) -> fmt::Result {
        let mark = if self.markdown { "  - " } else { "      " };
        writeln!(self.out, "{mark}{}", parts.concat())
    }

    fn entity(&mut self, mark: &str, entity: &Entity) -> fmt::Result {
        self.item(&[mark, " ", &self.code(entity.reference()), &self.place(&entity.place())])
    }

    fn relations(&mut self, title: &str, mark: &str, changes: &[&RelationChange]) -> fmt::Result {
        let line = |pen: &mut Self, change| pen.item(&[mark, " ", &pen.relation(change)]);
        self.list(title, changes.len(), changes.iter().copied(), line)
    }

    fn relation(&self, change: &RelationChange) -> String {
        let place = change.places.first().map(|place| self.place(place)).unwrap_or_default();
        let [source, relation, target] =
            [self.code(&change.source), self.code(&change.relation), self.code(&change.target)];
        format!("{source} {relation} {target}{place}")
    }

    fn changed(&mut self, change: &Changed) -> fmt::Result {
        let (old, new) = (&change.old, &change.new);
        let moved = change.is_moved();
        let name = self.code(new.reference());
        let (old_place, new_place) = (self.code(&old.place()), self.place(&new.place()));
        if old.reference() != new.reference() {
            self.item(&["> ", &self.code(old.reference()), " → ", &name, &new_place])?;
        } else if change.fields.is_empty() {
            return self.item(&["> ", &name, ": ", &old_place, " → ", &self.code(&new.place())]);
        } else {
            self.item(&["~ ", &name, &new_place])?;
        }
        if moved {
            self.note(&["moved from ", &old_place])?;
        }
        for field in change.fields.iter().take(MAX_DETAILS) {
            self.field(field, &new.place())?;
        }
        self.more(1, change.fields.len().saturating_sub(MAX_DETAILS))
    }

    fn field(&mut self, field: &FieldChange, near: &Place) -> fmt::Result {
        let path = field.path.to_string();
        // That it is one item of several is told by the sign.
        let path = match field.path.segments() {
            [.., Segment::Item] => path.trim_end_matches("[]"),
            _ => path.as_str(),
        };
        let value = match (&field.old, &field.new) {
            (Some(Value::String(old)), Some(Value::String(new)))
                if old.contains('\n') || new.contains('\n') =>
            {
                self.texts(old, new)
            }
            (Some(old), Some(new)) => format!("{} → {}", self.value(old), self.value(new)),
            (None, Some(new)) => format!("+ {}", self.value(new)),
            (Some(old), None) => format!("- {}", self.value(old)),
            (None, None) => return Ok(()),
        };
        let line = field.place.start().line;
        let place = if field.new.is_none() {
            format!(" (was line {line})")
        } else if field.place.file() == near.file() {
            format!(" (line {line})")
        } else {
            self.place(&field.place)
        };
        self.note(&[&self.code(&path), ": ", &value, &place])
    }

    /// Two texts of several lines: the first line that differs.
    fn texts(&self, old: &str, new: &str) -> String {
        let at = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
        let (from, to) = (old.lines().nth(at), new.lines().nth(at));
        if (from, to) == (None, None) {
            return "text with other line breaks".to_owned();
        }
        let [from, to] =
            [from, to].map(|line| line.map_or("nothing".to_owned(), |line| self.value(&line.into())));
        let [old, new] = [old, new].map(|text| text.lines().count());
        format!("text of {old} lines → {new} lines, from its line {} on: {from} → {to}", at + 1)
    }

    fn value(&self, value: &Value) -> String {
        match value {
            // Cut before it is quoted: a text may be a whole API definition.
            Value::String(text) => self.code(&Value::from(&*text::clip(text, MAX_TEXT))),
            other => self.code(other),
        }
    }

    /// ` (file:line:column)`.
    fn place(&self, place: &Place) -> String {
        format!(" ({})", self.code(place))
    }

    /// The user's text, made harmless.
    fn code(&self, text: &dyn Display) -> String {
        let text = text.to_string();
        let text = text::clip(&text, 2 * MAX_TEXT);
        let text = text::line(&text);
        if !self.markdown {
            return text.into_owned();
        }
        // A code span ends at the first run of backticks as long as the one that opened it. (CommonMark 0.31, 6.1.)
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() {
            " "
        } else {
            ""
        };
        format!("{fence}{pad}{text}{pad}{fence}")
    }
}
