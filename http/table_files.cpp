#include "http/table_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <memory>

#include "actors/upload_disk.hpp"
#include "formats/csv/writer.hpp"
#include "formats/xlsx/writer.hpp"
#include "http/file_name.hpp"
#include "http/resources/pages.hpp"
#include "http/written_table.hpp"

namespace waybill::http {
namespace {

namespace xlsx = formats::xlsx;

constexpr std::size_t piece_bytes = 32'768;
constexpr std::uint64_t look_every_bytes = 4 << 20;

auto type_of(table_format what) -> const char* {
  return what == table_format::csv ? "text/csv; charset=utf-8; header=present"
                                   : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

class csv_sink final : public table_sink {
 public:
  explicit csv_sink(const byte_sink& to) : to_(to), piece_(formats::csv::byte_order_mark) {}
  void header(cells names) override { formats::csv::append_row(names, piece_); }
  auto row(cells one) -> bool override {
    formats::csv::append_row(one, piece_);
    return piece_.size() < piece_bytes || pass();
  }
  auto finish() -> bool { return listening_ && pass(); }

 private:
  auto pass() -> bool {
    listening_ = to_(piece_);
    piece_.clear();
    return listening_;
  }

  const byte_sink& to_;
  std::string piece_;
  bool listening_ = true;
};

/// Packing holds the sheets twice, and what comes of them.
constexpr auto room_for(std::uint64_t sheets) -> std::uint64_t { return sheets + sheets / 2; }

class xlsx_sink final : public table_sink {
 public:
  xlsx_sink(const settings& config, const lifeline* line)
      : folder_(::open(config.data_directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        min_free_(config.storage_min_free_bytes),
        line_(line),
        to_(config.data_directory) {}
  ~xlsx_sink() override {
    if (folder_ >= 0) ::close(folder_);
  }
  xlsx_sink(const xlsx_sink&) = delete;
  auto operator=(const xlsx_sink&) -> xlsx_sink& = delete;

  void header(cells names) override { to_.add_header(names); }
  auto row(cells one) -> bool override {
    if (!to_.add_row(one)) return false;
    if (to_.written_bytes() < looked_at_ + look_every_bytes) return true;
    looked_at_ = to_.written_bytes();
    return look();
  }
  auto finish() -> result<std::shared_ptr<formats::byte_source>> {
    auto whole = look() ? to_.finish() : nullptr;
    if (why_) return *why_;
    if (whole) return std::shared_ptr<formats::byte_source>(std::move(whole));
    if (to_.why() == xlsx::write_fault::too_many_columns)
      return error{errc::too_large, "A workbook has at most 16,384 columns; take the table as CSV.", {}};
    return error{errc::storage_full, "There is no room for the workbook.", {}};
  }

 private:
  /// Goes on only with room on the disk, and for who still may have it.
  auto look() -> bool {
    if (line_ != nullptr && line_->is_cut()) why_ = right_is_gone();
    if (auto room = look_for_room(folder_, min_free_ + room_for(to_.written_bytes())); !room)
      why_ = std::move(room).why();
    return !why_;
  }

  int folder_;
  std::uint64_t min_free_;
  const lifeline* line_;
  xlsx::writer to_;
  std::uint64_t looked_at_ = 0;
  std::optional<error> why_;
};

auto csv_stream(table_file file) -> std::function<bool(const byte_sink&)> {
  return [file = std::move(file)](const byte_sink& sink) {
    csv_sink to{sink};
    const auto went = file.make(to);
    if (!went) broke_off(file.what, went.why());
    return went.ok() && to.finish();
  };
}

auto attachment(const std::string& name, table_format format) -> answer {
  answer out;
  out.content_type = type_of(format);
  out.headers.emplace_back("Content-Disposition", attachment_named(name));
  return out;
}

auto send(formats::byte_source& from, const byte_sink& sink) -> bool {
  const auto piece = std::make_unique<char[]>(piece_bytes);
  for (;;) {
    const auto got = from.read(piece.get(), piece_bytes);
    if (got <= 0) return got == 0;
    if (!sink({piece.get(), static_cast<std::size_t>(got)})) return false;
  }
}

}  // namespace

auto table_format_of(std::string_view name) -> std::optional<table_format> {
  if (name == "csv") return table_format::csv;
  if (name == "xlsx") return table_format::xlsx;
  return std::nullopt;
}

auto file_answer(const std::string& name, table_format format, std::shared_ptr<formats::byte_source> from)
    -> answer {
  auto out = attachment(name, format);
  out.stream = [from = std::move(from)](const byte_sink& sink) { return send(*from, sink); };
  return out;
}

auto table_answer(const context& asks, const request& call, table_file file) -> result<answer> {
  auto out = attachment(file.name, file.format);
  if (file.format == table_format::csv) {
    out.stream = remembered_csv(asks.core.files(), csv_stream(std::move(file)));
    return out;
  }
  // Who asks for the head alone does not wait for the rest.
  if (call.method == "HEAD") {
    out.stream = [](const byte_sink&) { return true; };
    return out;
  }
  xlsx_sink to{asks.config, call.line.get()};
  if (auto went = file.make(to); !went) return std::move(went).why();
  auto whole = to.finish();
  if (!whole) return std::move(whole).why();
  return file_answer(file.name, file.format, std::move(*whole));
}

}  // namespace waybill::http
