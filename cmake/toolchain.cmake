# Language, warnings, sanitizers, linker and cache: what every target shares.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

add_compile_options("-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")
add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,GNU,Clang>:-fdiagnostics-color=auto>")

# A designated initialiser names what differs and leaves the rest at its default, on purpose.
# GCC 12 reports -Wrestrict inside std::string for code that is right (GCC bug 105329).
add_library(regent_warnings INTERFACE)
target_compile_options(regent_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wcast-qual -Wunused -Wimplicit-fallthrough -Wundef -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op;-Wno-restrict>
  $<$<BOOL:${REGENT_WERROR}>:-Werror>)

if(REGENT_SANITIZE)
  # Undefined behaviour ends the program: a report that scrolls by is a report nobody reads.
  add_compile_options("-fsanitize=${REGENT_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options("-fsanitize=${REGENT_SANITIZE}")
endif()

if(REGENT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(REGENT_COVERAGE)
  add_compile_options(--coverage -fprofile-abs-path)
  add_link_options(--coverage)
endif()

if(REGENT_LTO)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
else()
  # LTO keeps the compiler's own linker; everything else links with the fastest one there is.
  find_program(REGENT_MOLD mold)
  find_program(REGENT_LLD ld.lld)
  if(REGENT_MOLD)
    add_link_options(-fuse-ld=mold)
  elseif(REGENT_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

find_program(REGENT_CCACHE ccache)
if(REGENT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without this ccache gives up on every file that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
    "${REGENT_CCACHE}")
endif()

# Worlds are copied all the time, and most of what they hold are short texts: a sixth of a campaign's
# time is allocation, and mimalloc needs half of what glibc does. Sanitizers have allocators of their own.
if(REGENT_MIMALLOC)
  find_package(mimalloc REQUIRED)
endif()
function(regent_allocator target)
  if(REGENT_MIMALLOC)
    target_link_options(${target} PRIVATE -Wl,--no-as-needed)
    target_link_libraries(${target} PRIVATE mimalloc)
  endif()
endfunction()
