#include "formats/zip/archive.hpp"

#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>

namespace waybill::formats::zip {
namespace {

using namespace std::string_view_literals;

/// The end of the directory, with the longest comment (APPNOTE 4.3.16).
constexpr std::size_t end_bytes = 22 + 65'535;
constexpr auto end_signature = "PK\x05\x06"sv;

auto number_at(std::string_view text, std::size_t at, std::size_t bytes) -> std::uint64_t {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    value |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
  return value;
}

/// Wherever a directory may end it has to be small: libzip chooses among them, and reads the one it chooses
/// whole. (The numbers of larger directories, which say "see elsewhere", are too large as well.)
auto is_small(std::string_view tail, std::size_t directory_bytes) -> bool {
  for (auto at = tail.find(end_signature); at != std::string_view::npos;
       at = tail.find(end_signature, at + 1)) {
    if (tail.size() - at < 22) continue;
    if (number_at(tail, at + 10, 2) > most_entries || number_at(tail, at + 12, 4) > directory_bytes)
      return false;
  }
  return true;
}

auto tail_of(const std::string& path, std::uint64_t size) -> std::string {
  std::ifstream file(path, std::ios::binary);
  const auto wanted = std::min<std::uint64_t>(size, end_bytes);
  file.seekg(static_cast<std::streamoff>(size - wanted));
  std::string tail(static_cast<std::size_t>(wanted), '\0');
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  tail.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return tail;
}

}  // namespace

struct archive::impl {
  zip_t* zip = nullptr;
  std::uint64_t size = 0;
  std::vector<std::string> names;

  impl() = default;
  ~impl() {
    if (zip != nullptr) ::zip_discard(zip);
  }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;
};

namespace {

class entry_source final : public byte_source {
 public:
  entry_source(std::shared_ptr<void> keeps, zip_file_t* file) : keeps_(std::move(keeps)), file_(file) {}
  ~entry_source() override {
    if (file_ != nullptr) ::zip_fclose(file_);
  }
  entry_source(const entry_source&) = delete;
  auto operator=(const entry_source&) -> entry_source& = delete;

  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto got = file_ == nullptr ? -1 : ::zip_fread(file_, into, size);
    return got < 0 ? -EBADMSG : got;
  }

 private:
  std::shared_ptr<void> keeps_;
  zip_file_t* file_;
};

}  // namespace

archive::archive(std::shared_ptr<impl> of) : impl_(std::move(of)) {}
archive::~archive() = default;

auto archive::at(const std::string& path, open_fault& why, std::size_t directory_bytes)
    -> std::unique_ptr<archive> {
  auto made = std::make_shared<impl>();
  std::error_code failed;
  made->size = std::filesystem::file_size(path, failed);
  why = open_fault::unreadable;
  if (failed) return nullptr;
  why = open_fault::too_many;
  if (!is_small(tail_of(path, made->size), directory_bytes)) return nullptr;
  why = open_fault::damaged;
  int code = 0;
  made->zip = ::zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (made->zip == nullptr) return nullptr;
  const auto count = ::zip_get_num_entries(made->zip, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* const name = ::zip_get_name(made->zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
    std::string_view text = name == nullptr ? std::string_view{} : std::string_view(name);
    made->names.emplace_back(text.ends_with('/') ? std::string_view{} : text);
  }
  why = open_fault::none;
  return std::unique_ptr<archive>(new archive(std::move(made)));
}

auto archive::names() const -> const std::vector<std::string>& { return impl_->names; }
auto archive::size_bytes() const -> std::uint64_t { return impl_->size; }

auto archive::is_encrypted(std::size_t number) const -> bool {
  zip_stat_t about{};
  return ::zip_stat_index(impl_->zip, number, 0, &about) == 0 &&
         (about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE;
}

auto archive::unpacked_bytes(std::size_t number) const -> std::uint64_t {
  zip_stat_t about{};
  const bool is_told =
      ::zip_stat_index(impl_->zip, number, 0, &about) == 0 && (about.valid & ZIP_STAT_SIZE) != 0;
  return is_told ? about.size : 0;
}

auto archive::open(std::size_t number) -> std::unique_ptr<byte_source> {
  return std::make_unique<entry_source>(impl_, ::zip_fopen_index(impl_->zip, number, 0));
}

}  // namespace waybill::formats::zip
