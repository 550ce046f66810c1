// Where submodules come from: the file .gitmodules (gitmodules(5)).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace regent::fake::site {

// The `url` of the submodule whose `path` it is; nullopt when the file names none.
[[nodiscard]] std::optional<std::string> submodule_url(std::string_view gitmodules,
                                                       std::string_view path);

// `owner/name` at the end of a repository's URL; nullopt when it does not end so.
[[nodiscard]] std::optional<std::string> full_name_in_url(std::string_view url);

}  // namespace regent::fake::site
