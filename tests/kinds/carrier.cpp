#include "tests/kinds/carrier.hpp"

#include <deque>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/kinds/pebbles.hpp"

namespace waybill::pebbles {
namespace {

constexpr std::uint32_t back_in_s = 600;

class carrier final : public record_worker {
 public:
  explicit carrier(std::filesystem::path place) : place_(std::move(place)) {}

  [[nodiscard]] auto ahead() const -> std::size_t override { return 2; }
  void give(std::unique_ptr<candidate_chunk> chunk) override { given_.push_back(std::move(chunk)); }

  auto take(const std::function<bool()>& keep_on)
      -> std::optional<result<std::unique_ptr<candidate_chunk>>> override {
    if (is_away()) return result<std::unique_ptr<candidate_chunk>>{away()};
    auto chunk = std::move(given_.front());
    given_.pop_front();
    for (std::size_t i = 0; i < chunk->records.size(); ++i)
      if (!carry(*chunk, i, keep_on)) return std::nullopt;
    return result<std::unique_ptr<candidate_chunk>>{std::move(chunk)};
  }

  auto finish(const tally& counts, const std::function<bool()>&) -> result<done> override {
    if (is_away()) return away();
    write("end " + std::to_string(counts.processed()));
    return done{};
  }

 private:
  [[nodiscard]] auto is_away() const -> bool { return !std::filesystem::is_directory(place_); }
  static auto away() -> error { return {errc::handler_unavailable, "The carrier is away.", {}, back_in_s}; }

  /// False: it was told to stop, and did not carry that one.
  auto carry(candidate_chunk& chunk, std::size_t index, const std::function<bool()>& keep_on) const -> bool {
    auto& record = chunk.records[index];
    if (!record.fault.empty() || record.flags == left_out) return true;
    std::vector<std::string_view> shown;
    kind().show(chunk.view(record.row), shown);
    const std::string name{shown.front()};
    if (name == "trap" && std::filesystem::exists(place_ / name)) {
      while (keep_on()) std::this_thread::yield();
      return false;
    }
    if (name.starts_with("heavy"))
      refuse(chunk, record, name);
    else
      write(std::to_string(chunk.number) + " " + std::to_string(chunk.first_record + index) + " " + name);
    return true;
  }

  /// From now on it is a record with a fault: without keys, and with what it is found by.
  static void refuse(candidate_chunk& chunk, candidate_record& record, const std::string& name) {
    record.fault = "too_heavy";
    record.own_keys = 0;
    record.first_shown = static_cast<std::uint32_t>(chunk.shown.size());
    record.own_shown = 1;
    chunk.shown.push_back(chunk.keep(name));
  }

  void write(const std::string& line) const { std::ofstream{place_ / "book", std::ios::app} << line << '\n'; }

  std::filesystem::path place_;
  std::deque<std::unique_ptr<candidate_chunk>> given_;
};

}  // namespace

auto carrier_named(const std::string& name, const std::shared_ptr<const kind_surroundings>& around)
    -> const named_group* {
  if (around == nullptr) return nullptr;
  for (const auto& group : around->groups)
    if (group.type == carriers.name && group.name == name) return &group;
  return nullptr;
}

auto make_carrier(std::string place) -> std::unique_ptr<record_worker> {
  return std::make_unique<carrier>(std::move(place));
}

}  // namespace waybill::pebbles
