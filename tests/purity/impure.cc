// Everything that `core` must not do, so that the proof of its purity can be seen to fail: the test
// `purity.symbols_refuses_impure_code` requires that each of these is named.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

namespace regent {

long read_the_time() { return std::time(nullptr); }

long read_a_clock() { return std::chrono::system_clock::now().time_since_epoch().count(); }

int draw_from_libc() { return std::rand(); }

unsigned draw_from_the_system() { return std::random_device{}(); }

void start_a_thread() {
  std::thread{[] {}}.join();
}

void take_a_lock(std::mutex& mutex) { mutex.lock(); }

bool open_a_file(const char* path) { return std::ifstream{path}.is_open(); }

void* open_a_c_file(const char* path) { return std::fopen(path, "r"); }

void print() { std::cout << 1; }

const char* read_the_environment() { return std::getenv("HOME"); }

double compute(double x) { return std::strtod("1", nullptr) * x; }  // reads the locale

}  // namespace regent
