// Random text for properties: bytes as hostile as a commit message can be, and values made of them.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

#include "core/changelog.h"
#include "core/semver.h"
#include "core/sha.h"

namespace regent::test {

// Any bytes, mostly pieces that mean something to Markdown, to GitHub or to our own parsers.
inline rc::Gen<std::string> hostile_text() {
  const auto piece = rc::gen::weightedOneOf<std::string>({
      {3, rc::gen::container<std::string>(rc::gen::arbitrary<char>())},
      {3, rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'))},
      {6, rc::gen::element<std::string>(
              "@user", "@org/team", "#12", " (#12)", "owner/repo#3", "GH-4", "gh-5", "https://",
              "www.", "`", "``", "`code`", "`a_b[0]`", "`@x`", "```\n", "*", "**", "**a:** ", "_",
              "~~", "[", "]", "](", "[x](y)", "![", "<", ">", "<script>", "<!--", "-->",
              "<!-- release-regent:begin v1 -->", "<!-- release-regent:end -->", "|", "$x$", "&",
              "&amp;", "&#8203;", "&#64;", "\\", "\\`", "\\@")},
      {4, rc::gen::element<std::string>(
              "\n", "\r\n", "\n\n", "\t", "  ", " ", "- ", "+ ", "1. ", "2) ", "# ", "## 1.2.3",
              "### ", "* ", "=", "---", "feat: ", "fix(x)!: ", "BREAKING CHANGE: ", "Refs: ",
              "Release-As: 2.0.0", "Revert \"", "This reverts commit 0123456789.",
              std::string(1, '\0'), "\x1b[31m", "\x7f", "\xff", "\xc3", "\xc3\xa9", "\xe2\x80\xae",
              "\xe2\x80\x8b", "\xef\xbb\xbf", "\xed\xa0\x80", "\xf0\x9f\x8e\x89",
              "\xf4\x90\x80\x80", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x9a\xa0")},
  });
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& part : pieces) text += part;
                        return text;
                      });
}

// The text as GitHub's editor saves it.
inline std::string with_crlf(const std::string& text) {
  std::string saved;
  for (const char c : text) {
    if (c == '\n') saved += '\r';
    saved += c;
  }
  return saved;
}

// Few different ids, so that sets overlap.
inline rc::Gen<Sha> any_sha() {
  return rc::gen::map(rc::gen::inRange<int>(0, 12), [](int i) {
    std::array<std::uint8_t, Sha::size_bytes> bytes{};
    for (std::size_t k = 0; k < bytes.size(); ++k) {
      bytes[k] = static_cast<std::uint8_t>((i + 1) * 37 + static_cast<int>(k) * 11);
    }
    return Sha(bytes);
  });
}

inline rc::Gen<Entry> any_entry() {
  const auto section = rc::gen::weightedOneOf<std::string>(
      {{6, rc::gen::element<std::string>("Features", "Bug Fixes", "Reverts",
                                         std::string(breaking_section))},
       {1, hostile_text()}});
  const auto pull = rc::gen::element<std::optional<std::uint32_t>>(std::nullopt, 1, 12, 4294967295);
  return rc::gen::apply(
      [](Sha sha, std::string title, std::string scope, std::string description,
         std::vector<std::string> notes, std::optional<std::uint32_t> number) {
        return Entry{
            sha,   std::move(title), std::move(scope), std::move(description), std::move(notes),
            number};
      },
      any_sha(), section, hostile_text(), hostile_text(),
      rc::gen::scale(0.1, rc::gen::container<std::vector<std::string>>(hostile_text())), pull);
}

inline rc::Gen<Changelog> any_changelog() {
  return rc::gen::map(rc::gen::scale(0.2, rc::gen::container<std::vector<Entry>>(any_entry())),
                      [](std::vector<Entry> entries) { return Changelog(std::move(entries)); });
}

inline rc::Gen<ChangelogConfig> any_changelog_config() {
  return rc::gen::map(
      rc::gen::element<std::string>("", "https://github.com/octokit/webhooks.js", "not a url",
                                    "https://github.com/o/r/", "https://evil.example/](x"),
      [](std::string url) {
        ChangelogConfig config;
        config.repository_url = std::move(url);
        return config;
      });
}

inline rc::Gen<std::uint64_t> any_component() {
  return rc::gen::weightedOneOf<std::uint64_t>(
      {{6, rc::gen::inRange<std::uint64_t>(0, 4)},
       {1, rc::gen::element<std::uint64_t>(0, ~std::uint64_t{0}, ~std::uint64_t{0} - 1)}});
}

inline rc::Gen<std::string> any_identifiers(bool of_prerelease) {
  const auto identifier =
      of_prerelease ? rc::gen::element<std::string>("0", "1", "10", "99999999999999999999999",
                                                    "alpha", "beta", "rc", "rc1", "-", "0a", "A")
                    : rc::gen::element<std::string>("0", "01", "1", "exp", "sha", "5114f85", "-");
  return rc::gen::map(rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(identifier)),
                      [](const std::vector<std::string>& identifiers) {
                        std::string joined;
                        for (const std::string& one : identifiers) {
                          if (!joined.empty()) joined += '.';
                          joined += one;
                        }
                        return joined;
                      });
}

inline rc::Gen<Version> any_version() {
  return rc::gen::apply(
      [](std::uint64_t major, std::uint64_t minor, std::uint64_t patch,
         const std::string& prerelease, const std::string& build) {
        std::string text = Version(major, minor, patch).to_string();
        if (!prerelease.empty()) text += "-" + prerelease;
        if (!build.empty()) text += "+" + build;
        return Version::parse(text).value();
      },
      any_component(), any_component(), any_component(), any_identifiers(true),
      any_identifiers(false));
}

}  // namespace regent::test
