# usage: cmake -DOUTPUT=FILE -DSCENARIOS=DIRECTORY -P embed_scenarios.cmake
# Writes a C++ file that holds every scenario's text, by name.
file(GLOB paths "${SCENARIOS}/*.txt")
list(SORT paths)
set(entries "")
foreach(path IN LISTS paths)
  cmake_path(GET path STEM LAST_ONLY name)
  file(READ "${path}" text)
  string(APPEND entries "    {\"${name}\", R\"scenario(${text})scenario\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from tests/scenarios by cmake/embed_scenarios.cmake.
#include \"sim/scenario.h\"

namespace regent::sim {

std::span<const ScenarioFile> scenario_files() {
  static constexpr auto files = std::to_array<ScenarioFile>({
${entries}  });
  return files;
}

}  // namespace regent::sim
")
