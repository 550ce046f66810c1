#include "sim/oracle.h"

#include <algorithm>

#include "sim/oracle_text.h"
#include "sim/oracle_version.h"

namespace regent::sim {
namespace {

// What one message says.
struct Reading {
  char bump = 0;
  bool is_revert = false;
  bool counts = true;
  std::string_view reverted;    // first digits of the commit that it says it reverts
  std::string_view release_as;  // a version
};

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, {}, lower);
}

// Takes the first line that has text off `rest`, without the blanks around it.
std::string_view take_text_line(std::string_view& rest) {
  std::string_view line;
  while (line.empty() && !rest.empty()) {
    line = trimmed(take_line(rest));
  }
  return line;
}

// "Merge pull request #N from owner/branch", as GitHub's merge button writes it.
bool is_merge_header(std::string_view line) {
  constexpr std::string_view start = "Merge pull request #";
  if (!line.starts_with(start)) {
    return false;
  }
  line.remove_prefix(start.size());
  const auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
  return digits > 0 && line.substr(digits).starts_with(" from ");
}

std::string_view take_header(std::string_view& rest) {
  const auto header = take_text_line(rest);
  return is_merge_header(header) ? take_text_line(rest) : header;
}

bool is_type_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }

// Conventional Commits §1, §4, §5, §13: `type(scope)!: description`.
struct ConventionalHeader {
  std::string_view type;
  bool is_breaking = false;
};

std::optional<ConventionalHeader> conventional(std::string_view header) {
  const auto type_end = std::ranges::find_if_not(header, is_type_character) - header.begin();
  ConventionalHeader result{.type = header.substr(0, type_end), .is_breaking = false};
  auto rest = header.substr(type_end);
  if (rest.starts_with('(')) {
    const auto scope_end = rest.find_first_of("()", 1);
    if (scope_end == std::string_view::npos || scope_end == 1 || rest[scope_end] == '(') {
      return std::nullopt;
    }
    rest.remove_prefix(scope_end + 1);
  }
  if (rest.starts_with('!')) {
    result.is_breaking = true;
    rest.remove_prefix(1);
  }
  const bool is_described = rest.starts_with(": ") && !trimmed(rest.substr(2)).empty();
  return is_described && !result.type.empty() ? std::optional(result) : std::nullopt;
}

// git-revert(1): `Revert "header"`, and `Reapply "header"` for the revert of a revert.
bool is_git_revert(std::string_view header) {
  for (const std::string_view start : {"Revert \"", "Reapply \""}) {
    if (header.starts_with(start)) {
      return header.find('"', start.size()) != std::string_view::npos;
    }
  }
  return false;
}

// What follows a footer's separator (§8: `: ` or ` #`), or nullopt when `after_token` does not
// start with one. The value may begin on the next line.
std::optional<std::string_view> footer_value(std::string_view after_token) {
  if (after_token == ":" || after_token.starts_with(": ") || after_token.starts_with(" #")) {
    return trimmed(after_token.substr(std::min<std::size_t>(2, after_token.size())));
  }
  return std::nullopt;
}

bool is_breaking_footer(std::string_view line) {
  for (const std::string_view token : {"BREAKING CHANGE", "BREAKING-CHANGE"}) {
    if (line.starts_with(token)) {
      return footer_value(line.substr(token.size())).has_value();
    }
  }
  return false;
}

// The version of a `Release-As` footer; empty for any other line.
std::string_view release_as_in(std::string_view line) {
  constexpr std::string_view token = "release-as";
  if (!equals_ignoring_case(line.substr(0, token.size()), token)) {
    return {};
  }
  const auto value = footer_value(line.substr(token.size()));
  return value && is_version(*value) ? *value : std::string_view{};
}

// The digits in "This reverts commit <sha>", seven to forty of them; empty for any other line.
std::string_view reverted_in(std::string_view line) {
  constexpr std::string_view start = "This reverts commit ";
  if (!line.starts_with(start)) {
    return {};
  }
  const auto rest = line.substr(start.size());
  const auto digits = hex_run(rest);
  const bool is_whole_word = digits == rest.size() || !is_letter(rest[digits]);
  const bool is_sha = 7 <= digits && digits <= 2 * Sha::size_bytes && is_whole_word;
  return is_sha ? rest.substr(0, digits) : std::string_view{};
}

int rank(char bump) { return bump == 'M' ? 3 : bump == 'm' ? 2 : bump == 'p' ? 1 : 0; }

char higher(char left, char right) { return rank(left) < rank(right) ? right : left; }

char bump_of_type(std::string_view type, const OracleRules& rules) {
  const auto rule =
      std::ranges::find_if(rules.types, [type](const OracleRules::TypeRule& candidate) {
        return equals_ignoring_case(type, candidate.type);
      });
  return rule == rules.types.end() ? char{0} : rule->bump;
}

Reading read_message(std::string_view message, const OracleRules& rules) {
  auto rest = message;
  const auto header = take_header(rest);
  Reading reading;
  if (version_in_title(header)) {
    reading.counts = false;
    return reading;
  }
  bool is_breaking = false;
  if (const auto parsed = conventional(header)) {
    reading.bump = bump_of_type(parsed->type, rules);
    reading.is_revert = equals_ignoring_case(parsed->type, "revert");
    is_breaking = parsed->is_breaking;
  } else if (is_git_revert(header)) {
    reading.bump = bump_of_type("revert", rules);
    reading.is_revert = true;
  }
  while (!rest.empty()) {
    const auto line = take_line(rest);
    is_breaking = is_breaking || is_breaking_footer(line);
    if (const auto version = release_as_in(line); !version.empty()) {
      reading.release_as = version;
    }
    if (reading.reverted.empty()) {
      reading.reverted = reverted_in(line);
    }
  }
  if (is_breaking) {
    reading.bump = higher(reading.bump, rules.breaking);
  }
  return reading;
}

bool starts_with_digits(const Sha& sha, std::string_view digits) {
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int byte = sha.bytes()[i / 2];
    if (hex_value(digits[i]) != (i % 2 == 0 ? byte >> 4 : byte & 0xF)) {
      return false;
    }
  }
  return true;
}

// Newest first, so that a revert which is itself reverted is out before its turn comes.
void cancel_reverts(std::span<const OracleCommit> commits, std::vector<Reading>& readings) {
  for (std::size_t i = commits.size(); i-- > 0;) {
    auto& revert = readings[i];
    if (!revert.counts || !revert.is_revert || revert.reverted.empty()) {
      continue;
    }
    for (std::size_t j = i; j-- > 0;) {
      if (starts_with_digits(commits[j].sha, revert.reverted)) {
        revert.counts = readings[j].counts = false;
        break;
      }
    }
  }
}

char bump_before_1_0_0(char bump, const OracleRules& rules) {
  if (bump == 'M' && rules.major_is_minor_before_1_0_0) {
    return 'm';
  }
  return bump == 'm' && rules.minor_is_patch_before_1_0_0 ? 'p' : bump;
}

std::string next_version(std::string_view last, char bump, const OracleRules& rules) {
  if (last.empty()) {
    return rules.first_version;
  }
  return bumped(last, is_before_1_0_0(last) ? bump_before_1_0_0(bump, rules) : bump);
}

}  // namespace

std::optional<Expectation> expected_release(std::string_view last,
                                            std::span<const OracleCommit> commits,
                                            const OracleRules& rules) {
  if (!last.empty() && !is_version(last)) {
    return std::nullopt;
  }
  std::vector<Reading> readings;
  readings.reserve(commits.size());
  for (const auto& commit : commits) {
    readings.push_back(read_message(commit.message, rules));
  }
  cancel_reverts(commits, readings);

  char bump = 0;
  std::string_view release_as;
  std::vector<Sha> listed;
  for (std::size_t i = 0; i < commits.size(); ++i) {
    if (!readings[i].counts) {
      continue;
    }
    release_as = readings[i].release_as.empty() ? release_as : readings[i].release_as;
    bump = higher(bump, readings[i].bump);
    if (rank(readings[i].bump) > 0) {
      listed.push_back(commits[i].sha);
    }
  }
  if (!release_as.empty() && (last.empty() || compare_versions(release_as, last) > 0)) {
    return Expectation{std::string(release_as), std::move(listed)};
  }
  if (rank(bump) == 0) {
    return std::nullopt;
  }
  return Expectation{next_version(last, bump, rules), std::move(listed)};
}

}  // namespace regent::sim
