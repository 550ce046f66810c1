// Foreign text inside our Markdown.
//
// Commit messages are written by anybody. Placed in a PR body or a changelog they must not notify
// people, link or close issues, change the document's structure, or pass for our own markers.
// `sanitize_line` makes any bytes one line of valid UTF-8; `escape` makes such a line inert.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace regent::markdown {

// One line of valid UTF-8 that shows what it holds: every run of white space (line breaks too)
// becomes one space, none at either end; control characters, bidirectional overrides and invisible
// characters are dropped; bytes that are not UTF-8 become U+FFFD. Idempotent.
[[nodiscard]] std::string sanitize_line(std::string_view bytes);

// True when `sanitize_line` would return its input.
[[nodiscard]] bool is_sanitized(std::string_view bytes);

// The longest prefix of at most `bytes_max` bytes that ends between two characters, with `…`
// appended when something was cut (within `bytes_max`). For sanitized text; the result is sanitized
// too.
[[nodiscard]] std::string shorten(std::string_view line, std::size_t bytes_max);

// A sanitized line as Markdown that GitHub shows as plain text, in the middle of any line:
//   punctuation with a meaning gets a backslash, `&`, `<`, `>` and `$` become entities (so no HTML
//   tag or comment can begin or end); a zero-width space entity after `@`, `#`, `GH-`, `:` of `://`
//   and before the `.` of `www.` stops mentions, references and links. Plain code spans stay code.
[[nodiscard]] std::string escape(std::string_view line);
void append_escaped(std::string& out, std::string_view line);

// The inverse of `escape` on what it returns; total on anything else.
[[nodiscard]] std::string unescape(std::string_view markdown);

}  // namespace regent::markdown
