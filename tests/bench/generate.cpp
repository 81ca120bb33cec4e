// Writes a bookmarks file of any size to standard output: `waybill_generate COUNT [SEED [another-order]]`.
// Items of about 350 bytes, 2 % of them with a URL that stood before, 0.1 % without any. The same seed gives
// the same bytes on every machine; all seeds give the same URLs.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>

namespace {

/// SplitMix64: small, and the same everywhere. Source: Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators".
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) {}
  auto next() -> std::uint64_t {
    state_ += 0x9E3779B97F4A7C15ULL;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  auto below(std::uint64_t n) -> std::uint64_t { return next() % n; }

 private:
  std::uint64_t state_;
};

constexpr const char* words[] = {"river",  "engine",  "notes",  "garden", "system", "paper",
                                 "light",  "history", "design", "kernel", "forest", "market",
                                 "theory", "sound",   "travel", "window"};

auto phrase(random_numbers& random, int length) -> std::string {
  std::string text;
  for (int i = 0; i < length; ++i) {
    if (i > 0) text += ' ';
    text += words[random.below(16)];
  }
  return text;
}

auto url_of(std::uint64_t number) -> std::string {
  return "https://site" + std::to_string(number % 5'000) + ".example.org/articles/" + std::to_string(number) +
         "/" + words[number % 16] + "-and-" + words[number / 16 % 16] +
         "?page=" + std::to_string(number % 9) + "&utm_source=feed";
}

auto item(random_numbers& random, std::uint64_t number) -> std::string {
  const auto dice = random.below(1'000);
  std::string text = R"({"type": "Link")";
  if (dice != 0)
    text += R"(, "url": ")" + url_of(dice <= 20 && number > 0 ? random.below(number) : number) + '"';
  char date[64];
  std::snprintf(date, sizeof date, "20%02d-%02d-%02dT%02d:%02d:%02d+00:00",
                5 + static_cast<int>(random.below(20)), 1 + static_cast<int>(random.below(12)),
                1 + static_cast<int>(random.below(28)), static_cast<int>(random.below(24)),
                static_cast<int>(random.below(60)), static_cast<int>(random.below(60)));
  text += R"(, "name": ")" + phrase(random, 5) + R"(", "published": ")" + date + R"(", "updated": ")" + date;
  text += R"(", "summary": ")" + phrase(random, 9) + R"(", "tag": [")" + words[random.below(16)] + R"(", ")" +
          words[random.below(16)] + R"("]})";
  return text;
}

/// Neighbours come to lie far from each other.
auto stride_of(std::uint64_t count) -> std::uint64_t {
  auto stride = count * 618 / 1'000 + 1;
  while (std::gcd(stride, count) != 1) ++stride;
  return stride;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: waybill_generate COUNT [SEED [another-order]]\n", stderr);
    return 2;
  }
  const auto count = std::strtoull(argv[1], nullptr, 10);
  const auto stride = argc > 3 ? stride_of(count) : 1;
  random_numbers random{argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1};
  std::puts(R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)");
  for (std::uint64_t i = 0; i < count; ++i) {
    auto text = item(random, i * stride % count);
    text += i + 1 < count ? ",\n" : "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  std::puts("]}");
  return std::fflush(stdout) == 0 ? 0 : 1;
}
