#include "http/multipart.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <vector>

using namespace waybill;
using namespace waybill::http;

namespace {

struct part {
  std::string name;
  std::string filename;
  std::string bytes;
  bool ended = false;
  friend auto operator==(const part&, const part&) -> bool = default;
};

struct form {
  std::vector<part> parts;
  result<done> went = done{};
  bool complete = false;
};

/// Feeds the text in pieces whose sizes `next` gives.
template <class Next>
auto read(const std::string& text, Next next) -> form {
  form out;
  multipart_reader reader{"B",
                          {[&](const part_head& head) -> result<done> {
                             out.parts.push_back({head.name, head.filename.value_or("-"), "", false});
                             return done{};
                           },
                           [&](std::string_view bytes) -> result<done> {
                             out.parts.back().bytes.append(bytes);
                             return done{};
                           },
                           [&]() -> result<done> {
                             out.parts.back().ended = true;
                             return done{};
                           }}};
  for (std::size_t at = 0; at < text.size() && out.went.ok();) {
    const auto n = std::min(next(), text.size() - at);
    out.went = reader.feed(std::string_view(text).substr(at, n));
    at += n;
  }
  out.complete = reader.complete();
  return out;
}
auto read_whole(const std::string& text) -> form {
  return read(text, [&] { return text.size(); });
}

auto seed() -> unsigned {
  const char* given = std::getenv("WAYBILL_TEST_SEED");
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
}

const std::string good =
    "--B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nbookmarks\r\n--B\r\n"
    "content-disposition: form-data; name=file; filename=\"a\\\"b.json\"\r\nContent-Type: text/x\r\n\r\n"
    "\r\n--A\r\n--\r\n-\r--B\r\n--B\r\nContent-Disposition: form-data; name=\"e\"\r\n\r\n\r\n--B--\r\nrest";

}  // namespace

TEST_CASE("given a form, when it is read whole, then its parts come out as they are") {
  const auto out = read_whole(good);
  REQUIRE(out.went.ok());
  CHECK(out.complete);
  CHECK(out.parts == std::vector<part>{{"kind", "-", "bookmarks", true},
                                       {"file", "a\"b.json", "\r\n--A\r\n--\r\n-\r--B", true},
                                       {"e", "-", "", true}});
}

TEST_CASE("given a form, when it is read in pieces of any size, then the parts are the same") {
  const auto whole = read_whole(good).parts;
  CHECK(read(good, [] { return std::size_t{1}; }).parts == whole);
  const auto begin = seed();
  CAPTURE(begin);
  std::mt19937 chance{begin};
  for (int i = 0; i < 200; ++i)
    CHECK(read(good, [&] { return 1 + std::size_t{chance() % 40}; }).parts == whole);
}

TEST_CASE("given a form that is cut off anywhere, when it is read, then it is not complete") {
  const auto end = good.find("--B--");
  for (std::size_t n = 0; n < end + 4; ++n) CHECK_FALSE(read_whole(good.substr(0, n)).complete);
}

TEST_CASE("given a broken form, when it is read, then it is a bad request") {
  for (const std::string& bad :
       {std::string("--B\r\n\r\nno name\r\n--B--"),
        std::string("--Bx\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
        std::string("--B\r\nContent-Disposition: attachment; name=a\r\n\r\n"),
        std::string("--B\r\nContent-Disposition: form-data\r\n\r\n"), std::string("--B\r\nno colon\r\n\r\n"),
        std::string("--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\n"), std::string(20'000, 'x'),
        "--B\r\nX: " + std::string(20'000, 'x')}) {
    CAPTURE(bad.substr(0, 80));
    const auto out = read_whole(bad);
    REQUIRE_FALSE(out.went.ok());
    CHECK(out.went.why().code == errc::bad_request);
  }
}

TEST_CASE("given a Content-Type, when its boundary is asked for, then only a form's is given") {
  CHECK(boundary_of("multipart/form-data; boundary=abc") == "abc");
  CHECK(boundary_of("Multipart/Form-Data; charset=x; BOUNDARY=\"a b\"") == "a b");
  CHECK_FALSE(boundary_of("multipart/form-data"));
  CHECK_FALSE(boundary_of("multipart/mixed; boundary=abc"));
  CHECK_FALSE(boundary_of("multipart/form-data; boundary="));
  CHECK_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')));
}
