// What people wrote on a release PR, although a bot wrote over it.
//
// GitHub has no compare-and-swap for the body of a PR: a write that was planned before a person's
// edit may land after it and cover it, and the next person then edits the covered text. But GitHub
// keeps every version (GraphQL, `userContentEdits`), so what each person changed can be told from
// what was there before.
#pragma once

#include <string>

#include "core/github.h"

namespace regent {

// The body with the text outside its managed region as people left it: the edits of people one
// after another, each applied to what the ones before it had made, without what the bot's own
// writes did to that text. To the byte where no write of the bot came between; otherwise line by
// line, and lines that a write had covered stand again at the end. The managed region is any.
[[nodiscard]] std::string body_of_people(const github::PullView& view);

}  // namespace regent
