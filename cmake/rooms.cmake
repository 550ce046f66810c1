# Rooms: one library per directory, whose headers are visible only to those that link it.
#
# Every include starts at the repository root ("core/semver.h"), yet no target gets the root itself
# on its include path. Each room has a private include root in the build tree that holds one
# symbolic link to its directory; it travels with the library, so that linking grants the headers.

# Adds to `target` an include root under which only the directory `path` exists.
function(regent_expose target path)
  set(root "${PROJECT_BINARY_DIR}/rooms/${target}")
  cmake_path(GET path PARENT_PATH parent)
  file(MAKE_DIRECTORY "${root}/${parent}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${path}" "${root}/${path}" SYMBOLIC)
  target_include_directories(${target} PUBLIC "${root}")
  # __FILE__ in assertions reads the same wherever and however the header was found.
  target_compile_options(${target} PUBLIC "-fmacro-prefix-map=${root}/=")
endfunction()

# Sets `out` to the sources of the current directory that match `pattern`; a room that is still
# empty gets a generated file, because a library needs one.
function(regent_sources out pattern)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${pattern}")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  if(NOT sources)
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/empty_room.cc")
    file(CONFIGURE OUTPUT "${sources}" CONTENT "// This room has no source file yet.\n")
  endif()
  set(${out} "${sources}" PARENT_SCOPE)
endfunction()

# regent_room(<target> <alias> <path> [LINKS target...])
# The library of the room at `path`. LINKS are the rooms it may include, and no others.
function(regent_room target alias path)
  cmake_parse_arguments(PARSE_ARGV 3 room "" "" "LINKS")
  regent_sources(sources "*.cc")
  add_library(${target} STATIC ${sources})
  add_library(${alias} ALIAS ${target})
  regent_expose(${target} ${path})
  target_link_libraries(${target} PUBLIC ${room_LINKS} PRIVATE regent_warnings)
endfunction()
