#include "domains/recognised_file.hpp"

#include <utility>

#include "formats/recognise.hpp"

namespace waybill {
namespace {

class recognising final : public file_check {
 public:
  explicit recognising(check_chooser choose) : choose_(std::move(choose)) {}

  void feed(std::string_view bytes) override {
    if (check_) return check_->feed(bytes);
    if (refused_) return;
    const auto held = bytes.substr(0, formats::recognised_bytes - first_.size());
    first_.append(held);
    if (first_.size() < formats::recognised_bytes) return;
    begin();
    feed(bytes.substr(held.size()));
  }
  auto finish() -> result<file_summary> override {
    begin();
    if (refused_) return *refused_;
    return check_->finish();
  }
  [[nodiscard]] auto needs_file() -> bool override {
    begin();
    return check_ && check_->needs_file();
  }
  auto finish_at(const std::string& path, const std::function<bool()>& keep_on)
      -> std::optional<result<file_summary>> override {
    return check_->finish_at(path, keep_on);
  }

 private:
  void begin() {
    if (check_ || refused_) return;
    auto chosen = choose_(first_);
    if (!chosen) {
      refused_ = chosen.why();
      return;
    }
    check_ = std::move(*chosen);
    check_->feed(first_);
  }

  check_chooser choose_;
  std::string first_;
  std::optional<error> refused_;
  std::unique_ptr<file_check> check_;
};

class broken final : public record_source {
 public:
  auto next(candidate_chunk& /*into*/) -> step override { return step::broken; }
};

}  // namespace

auto recognising_check(check_chooser choose) -> std::unique_ptr<file_check> {
  return std::make_unique<recognising>(std::move(choose));
}

auto broken_records() -> std::unique_ptr<record_source> { return std::make_unique<broken>(); }

}  // namespace waybill
