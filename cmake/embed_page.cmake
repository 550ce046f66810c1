# usage: cmake -DOUTPUT=FILE -DPAGE=DIRECTORY -DSTYLES=a.css,… -DSCRIPTS=a.js,… [-DSERVED=ON]
#              -P embed_page.cmake
# Writes a C++ file that holds a page. Styles and scripts are joined in the given order into one
# element each. The replay page is cut in two where its data goes; a page that is SERVED is whole,
# and may ask its own server for its data.
cmake_minimum_required(VERSION 3.25)

# Sets `out` to the base64 of a SHA-256, as a Content-Security-Policy names it.
function(sha256_base64 out text)
  set(digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 hex "${text}")
  string(APPEND hex "00") # 32 bytes are one short of a multiple of three
  set(base64 "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}" ${at} 6 three_bytes)
    foreach(shift IN ITEMS 18 12 6 0)
      math(EXPR digit "(0x${three_bytes} >> ${shift}) & 63")
      string(SUBSTRING "${digits}" ${digit} 1 character)
      string(APPEND base64 "${character}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)
  set(${out} "${base64}=" PARENT_SCOPE)
endfunction()

# Sets `out` to the texts of the page's files `names`, which are separated by commas.
function(read_joined out names)
  string(REPLACE "," ";" names "${names}")
  set(joined "\n")
  foreach(name IN LISTS names)
    file(READ "${PAGE}/${name}" text)
    string(APPEND joined "${text}")
  endforeach()
  set(${out} "${joined}" PARENT_SCOPE)
endfunction()

read_joined(styles "${STYLES}")
read_joined(scripts "${SCRIPTS}")
# One scope of their own, strict: the files see each other and leave nothing on `window`.
set(scripts "\n(() => {\n\"use strict\";${scripts}})();\n")

# Nothing may be fetched, and nothing may run but this very script.
sha256_base64(styles_hash "${styles}")
sha256_base64(scripts_hash "${scripts}")
string(CONCAT policy
  "default-src 'none'; script-src 'sha256-${scripts_hash}'; style-src 'sha256-${styles_hash}'; "
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'")

if(SERVED)
  string(APPEND policy "; connect-src 'self'")
endif()

file(READ "${PAGE}/page.html" page)
string(REPLACE "@POLICY@" "${policy}" page "${page}")
string(REPLACE "@STYLES@" "${styles}" page "${page}")
string(REPLACE "@SCRIPTS@" "${scripts}" page "${page}")
if(SERVED)
  file(WRITE "${OUTPUT}" "// Generated from fakes/github/server/page by cmake/embed_page.cmake.
#include \"fakes/github/server/own_routes.h\"

namespace regent::fake::server {

std::string_view page_html() { return R\"page(${page})page\"; }

}  // namespace regent::fake::server
")
  return()
endif()

string(FIND "${page}" "@REPLAY@" data_at)
if(data_at EQUAL -1)
  message(FATAL_ERROR "${PAGE}/page.html does not say where its data goes: no @REPLAY@")
endif()
string(SUBSTRING "${page}" 0 ${data_at} before)
string(LENGTH "@REPLAY@" mark_length)
math(EXPR after_at "${data_at} + ${mark_length}")
string(SUBSTRING "${page}" ${after_at} -1 after)

file(WRITE "${OUTPUT}" "// Generated from runtime/page by cmake/embed_page.cmake.
#include \"runtime/replay_template.h\"

namespace regent::runtime {

ReplayTemplate replay_template() {
  return {.before = R\"page(${before})page\", .after = R\"page(${after})page\"};
}

}  // namespace regent::runtime
")
