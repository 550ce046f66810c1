// usage: write_replay_page REPLAY.json PAGE.html
// Writes the page of a replay, for the browser's test.
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "runtime/replay_page.h"

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: write_replay_page REPLAY.json PAGE.html\n";
    return 2;
  }
  std::ifstream in;
  in.exceptions(std::ios::failbit | std::ios::badbit);
  in.open(argv[1], std::ios::binary);
  const std::string replay{std::istreambuf_iterator<char>(in), {}};
  std::ofstream out;
  out.exceptions(std::ios::failbit | std::ios::badbit);
  out.open(argv[2], std::ios::binary);
  out << regent::runtime::replay_page(replay);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "write_replay_page: " << error.what() << '\n';
  return 1;
}
