#include "events/log/rocksdb_notes.hpp"

#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <mutex>

#include "events/clock.hpp"

namespace waybill::rocksdb_store {
namespace {

constexpr std::size_t most_bytes = 1U << 20;

class file_notes final : public notes {
 public:
  using notes::Logv;
  explicit file_notes(const std::string& path)
      : notes(rocksdb::InfoLogLevel::WARN_LEVEL), file_(std::fopen(path.c_str(), "ae"), &close_file) {
    if (file_) std::setvbuf(file_.get(), nullptr, _IOLBF, 4096);
  }
  ~file_notes() override { static_cast<void>(Close()); }

  void Logv(const char* format, std::va_list values) override {
    std::va_list again;
    va_copy(again, values);
    notes::Logv(format, again);
    va_end(again);
    const std::lock_guard lock(mutex_);
    if (!file_ || written_ > most_bytes) return;
    const auto now = to_rfc3339_ms(system_clock_source()->now());
    const int head = std::fprintf(file_.get(), "%s ", now.c_str());
    const int text = std::vfprintf(file_.get(), format, values);
    std::fputc('\n', file_.get());
    if (std::ferror(file_.get()) != 0) std::clearerr(file_.get());
    if (head > 0 && text > 0) written_ += static_cast<std::size_t>(head + text);
  }

 private:
  static void close_file(std::FILE* file) { std::fclose(file); }
  auto CloseImpl() -> rocksdb::Status override { return rocksdb::Status::OK(); }

  std::mutex mutex_;
  std::unique_ptr<std::FILE, decltype(&close_file)> file_;
  std::size_t written_ = 0;
};

}  // namespace

void notes::Logv(const char* format, std::va_list values) {
  std::array<char, 512> text{};
  std::vsnprintf(text.data(), text.size(), format, values);
  const std::string_view noted = text.data();
  if (noted.find(" dropping ") == std::string_view::npos) return;
  const auto source = noted.rfind("] ");  // "[WARN] [file.cc:12] the note"
  const std::lock_guard lock(mutex_);
  left_out_ = noted.substr(source == std::string_view::npos ? 0 : source + 2);
}

auto notes::left_out() const -> std::string {
  const std::lock_guard lock(mutex_);
  return left_out_;
}

auto open_notes(const std::string& directory) -> std::shared_ptr<notes> {
  const auto path = directory + "/LOG";
  std::error_code ignored;
  if (std::filesystem::file_size(path, ignored) > most_bytes && !ignored)
    std::filesystem::rename(path, path + ".old", ignored);
  return std::make_shared<file_notes>(path);
}

auto no_notes() -> std::shared_ptr<notes> {
  return std::make_shared<notes>(rocksdb::InfoLogLevel::WARN_LEVEL);
}

}  // namespace waybill::rocksdb_store
