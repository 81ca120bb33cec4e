// The calls of tus 1.0.0 (https://tus.io/protocols/resumable-upload).
#include <httplib.h>

#include <algorithm>
#include <charconv>

#include "cli/client.hpp"
#include "cli/client_parts.hpp"

namespace waybill::cli {
namespace {

constexpr std::size_t piece_bytes = 256 << 10;
constexpr const char* uploads = "/api/v1/uploads";
constexpr const char* piece_type = "application/offset+octet-stream";

auto base_64(std::string_view text) -> std::string {
  constexpr std::string_view signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out.push_back(i + k > text.size() ? '=' : signs[three >> (18 - 6 * k) & 63U]);
  }
  return out;
}

auto place_in(const httplib::Response& answer, int due, const asked_server& by) -> result<upload_place> {
  if (auto good = checked(answer, {due}, by); !good) return std::move(good).why();
  const auto text = answer.get_header_value("Upload-Offset");
  upload_place place{0, answer.get_header_value("Upload-File-Id")};
  if (std::from_chars(text.data(), text.data() + text.size(), place.offset).ec != std::errc{})
    return foreign(by, "an answer about an upload says nothing of how far it is.");
  return place;
}

}  // namespace

auto client::begin_upload(std::uint64_t length, const upload_wish& what) -> result<std::string> {
  if (stopped_.load()) return unreachable(0);
  auto asking = credentials_;
  asking.emplace_back("Tus-Resumable", "1.0.0");
  asking.emplace_back("Upload-Length", std::to_string(length));
  asking.emplace_back("Upload-Metadata",
                      "filename " + base_64(what.file_name) + ",purpose " + base_64(what.purpose));
  const auto answer = http_->Post(uploads, as_headers(asking), std::string(), std::string());
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  if (auto good = checked(*answer, {201}, by()); !good) return std::move(good).why();
  auto path = answer->get_header_value("Location");
  if (!path.starts_with(uploads)) return foreign(by(), "an upload was begun without an address of its own.");
  return path;
}

auto client::find_upload(const std::string& path) -> result<upload_place> {
  if (stopped_.load()) return unreachable(0);
  auto asking = credentials_;
  asking.emplace_back("Tus-Resumable", "1.0.0");
  const auto answer = http_->Head(path, as_headers(asking));
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return place_in(*answer, 200, by());
}

auto client::go_on_with_upload(const std::string& path, std::uint64_t offset, std::uint64_t size,
                               const piece_reader& read) -> result<upload_place> {
  if (stopped_.load()) return unreachable(0);
  std::optional<error> fault;
  const std::string buffer(piece_bytes, '\0');
  httplib::Request request;
  request.method = "PATCH";
  request.path = path;
  request.headers = as_headers(credentials_);
  request.headers.emplace("Tus-Resumable", "1.0.0");
  request.headers.emplace("Upload-Offset", std::to_string(offset));
  request.headers.emplace("Content-Type", piece_type);
  request.content_length_ = static_cast<std::size_t>(size);
  request.content_provider_ = [&, room = buffer](std::size_t at, std::size_t left,
                                                 httplib::DataSink& sink) mutable {
    const auto got = read(offset + at, room.data(), std::min(room.size(), left));
    if (!got) fault = got.why();
    return got.ok() && !stopped_.load() && sink.write(room.data(), *got);
  };
  const auto answer = http_->send(request);
  if (fault) return *fault;
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return place_in(*answer, 204, by());
}

}  // namespace waybill::cli
