// Runs a fuzz target without a fuzzer: every input of the folders and packs given, and each with `--mutations
// N` small changes. For compilers that have no libFuzzer, and for the ordinary test run.
//   fuzz_NAME [--mutations N] [--seed S] FOLDER-OR-PACK...
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/inputs.hpp"
#include "tests/fuzz/target.hpp"

namespace fs = std::filesystem;

namespace {

struct wishes {
  std::uint64_t mutations = 0;
  std::uint64_t seed = std::random_device{}();
  std::vector<fs::path> paths;
};

auto wishes_of(int count, char** words) -> wishes {
  wishes asked;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--mutations" && i + 1 < count) {
      asked.mutations = std::stoull(words[++i]);
    } else if (word == "--seed" && i + 1 < count) {
      asked.seed = std::stoull(words[++i]);
    } else {
      asked.paths.emplace_back(word);
    }
  }
  return asked;
}

auto inputs_in(const std::vector<fs::path>& paths) -> std::vector<std::string> {
  std::vector<std::string> inputs;
  for (const auto& one : paths)
    for (auto& input : waybill::fuzz::read_inputs(one)) inputs.push_back(std::move(input));
  return inputs;
}

void run(const std::string& input) {
  // A copy of exact size: so that sanitizers see a read behind its end.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

class mutator {
 public:
  explicit mutator(std::uint64_t seed) : engine_(seed) {}

  auto change(std::string text, const std::string& other) -> std::string {
    for (auto steps = 1 + below(4); steps > 0; --steps) one_change(text, other);
    return text;
  }

 private:
  auto below(std::size_t limit) -> std::size_t { return limit == 0 ? 0 : engine_() % limit; }

  void one_change(std::string& text, const std::string& other) {
    const auto at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.erase(at, 1 + below(8));
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 3: {
        const auto from = below(other.size() + 1);
        text.insert(at, other, from, 1 + below(32));
        break;
      }
      default:
        text.resize(at);
    }
  }

  std::mt19937_64 engine_;
};

}  // namespace

auto main(int count, char** words) -> int try {
  const auto asked = wishes_of(count, words);
  const auto inputs = inputs_in(asked.paths);
  if (inputs.empty()) {
    std::cout << "there is not one input\n";
    return 1;
  }
  std::cout << inputs.size() << " inputs, seed " << asked.seed << std::endl;
  for (const auto& input : inputs) run(input);
  mutator changes{asked.seed};
  std::uint64_t runs = inputs.size();
  for (std::uint64_t i = 0; i < asked.mutations; ++i, ++runs)
    run(changes.change(inputs[i % inputs.size()], inputs[(i * 7 + 3) % inputs.size()]));
  std::cout << runs << " runs\n";
  return 0;
} catch (const std::exception& fault) {
  std::cout << fault.what() << '\n';
  return 1;
}
