#include "events/log/rocksdb_notes.hpp"

#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <mutex>

#include "events/clock.hpp"

namespace waybill::rocksdb_store {
namespace {

constexpr std::size_t most_bytes = 1U << 20;

class file_notes final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  explicit file_notes(const std::string& path)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), file_(std::fopen(path.c_str(), "ae"), &close_file) {
    if (file_) std::setvbuf(file_.get(), nullptr, _IOLBF, 4096);
  }
  ~file_notes() override { static_cast<void>(Close()); }

  void Logv(const char* format, std::va_list values) override {
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

class nowhere final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  nowhere() : Logger(rocksdb::InfoLogLevel::NUM_INFO_LOG_LEVELS) {}
  void Logv(const char*, std::va_list) override {}
};

}  // namespace

auto open_notes(const std::string& directory) -> std::shared_ptr<rocksdb::Logger> {
  const auto path = directory + "/LOG";
  std::error_code ignored;
  if (std::filesystem::file_size(path, ignored) > most_bytes && !ignored)
    std::filesystem::rename(path, path + ".old", ignored);
  return std::make_shared<file_notes>(path);
}

auto no_notes() -> std::shared_ptr<rocksdb::Logger> { return std::make_shared<nowhere>(); }

}  // namespace waybill::rocksdb_store
