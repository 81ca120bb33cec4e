#include "http/written_table.hpp"

#include "events/hash.hpp"

namespace waybill::http {
namespace {

/// Looks at bytes that pass by, split anywhere.
class passing_table {
 public:
  void take(std::string_view bytes) {
    hash_.update(bytes);
    for (auto at = bytes.find('\''); !is_guarded_ && at != std::string_view::npos;
         at = bytes.find('\'', at + 1))
      is_guarded_ = begins_cell(at == 0 ? last_ : bytes[at - 1]);
    if (!bytes.empty()) last_ = bytes.back();
  }
  /// A cell begins with an apostrophe. It may be one of its own: then the file is remembered in vain.
  [[nodiscard]] auto is_guarded() const -> bool { return is_guarded_; }
  [[nodiscard]] auto finish() -> digest { return hash_.finish(); }

 private:
  /// Behind the byte order mark the first one does.
  static auto begins_cell(char before) -> bool {
    return before == ',' || before == '"' || before == '\n' || before == '\xBF';
  }

  sha256 hash_;
  char last_ = '\n';
  bool is_guarded_ = false;
};

}  // namespace

auto remembered_csv(file_desk& files, std::function<bool(const byte_sink&)> stream)
    -> std::function<bool(const byte_sink&)> {
  return [&files, stream = std::move(stream)](const byte_sink& sink) {
    passing_table table;
    const auto whole = stream([&](std::string_view piece) {
      table.take(piece);
      return sink(piece);
    });
    if (whole && table.is_guarded()) files.remember_written(table.finish());
    return whole;
  };
}

}  // namespace waybill::http
