// Requests as HTTP: one REST operation or GraphQL document each (core/github.h names them).
//
// Pure. Texts that are not UTF-8 are sent with U+FFFD in place of what is not, because JSON cannot
// hold them; exchange.h sends files otherwise.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "effects/https/http.h"
#include "effects/https/rest_line.h"

namespace regent::https {

// The request of one operation. `node_id` is a global id: the repository's for `UpdateRefs`, the
// pull request's for `EditPull`; others need none.
[[nodiscard]] HttpRequest encode(const RepositoryName& repository, const github::Request& request,
                                 std::string_view node_id = {});

// What an operation needs beside its own request.
[[nodiscard]] HttpRequest get_repository(const RepositoryName& repository);
[[nodiscard]] HttpRequest get_pull_id(const RepositoryName& repository, github::PullNumber number);
[[nodiscard]] HttpRequest get_raw_contents(const RepositoryName& repository,
                                           const github::GetContents& request);
[[nodiscard]] HttpRequest get_older_edits(const RepositoryName& repository,
                                          github::PullNumber number, std::string_view cursor);
[[nodiscard]] HttpRequest create_blob(const RepositoryName& repository, std::string_view content);

// A file of a tree, by content or by the blob that holds it.
struct TreeEntry {
  std::string path;
  const std::string* content = nullptr;  // nullptr: `blob`
  Sha blob;
};
[[nodiscard]] HttpRequest create_tree(const RepositoryName& repository, const Sha& base_tree,
                                      const std::vector<TreeEntry>& entries);

// True for a file content that JSON can hold.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace regent::https
