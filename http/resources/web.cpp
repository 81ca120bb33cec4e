#include "http/resources/web.hpp"

#include <ranges>

#include "http/resources/resources.hpp"
#include "http/web_files.hpp"

namespace waybill::http {
namespace {

// Scripts, styles, pictures and calls of our own; nothing inline, nothing from elsewhere, no text that
// becomes markup. Source: CSP Level 3, Trusted Types.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'";

/// How long a browser may keep what it got.
constexpr const char* ask_each_time = "no-cache";
constexpr const char* never_changes = "max-age=31536000, immutable";

/// Sent only when the browser has another one.
auto file_answer(const request& call, const web_file& file, int status, const char* kept) -> answer {
  answer out;
  out.status = status;
  out.headers.emplace_back("Content-Security-Policy", page_policy);
  out.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  out.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  out.headers.emplace_back("Cache-Control", kept);
  out.headers.emplace_back("ETag", std::string(file.etag));
  const auto known = call.header("if-none-match").value_or("");
  if (status == 200 && (known == "*" || known.find(file.etag) != std::string_view::npos)) {
    out.status = 304;
    return out;
  }
  out.content_type = file.type;
  out.body = file.bytes;
  return out;
}

}  // namespace

auto page_answer_of(const request& call, int status) -> answer {
  return file_answer(call, *web_file_at("page.html"), status, ask_each_time);
}

auto show_page(context&, request& call) -> result<answer> { return page_answer_of(call, 200); }

auto show_web_file(context&, request& call) -> result<answer> {
  const auto is_versioned = !call.captured.empty() && call.captured.front() == web_version();
  std::string path;
  for (const auto& part : call.captured | std::views::drop(is_versioned ? 1 : 0))
    path.append(path.empty() ? "" : "/").append(part);
  const auto* file = web_file_at(path);
  if (file == nullptr) return {errc::not_found, "There is no such file."};
  return file_answer(call, *file, 200, is_versioned ? never_changes : ask_each_time);
}

}  // namespace waybill::http
