// HTML in pieces of any size as tags and text. Holds one tag, and of it only what is asked for. Internal to
// this folder. Source: HTML Living Standard, 13.2.5 (tokenization), as far as files of bookmarks go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::formats::links {

/// One thread at a time. Views hold until the next call.
class html_tokens {
 public:
  enum class token : std::uint8_t {
    more,  ///< all that was fed is read
    text,  ///< a piece of it, as it is spelled; split anywhere
    open,
    close
  };
  struct attribute {
    std::string_view name;   ///< in small letters
    std::string_view value;  ///< as it is spelled, without its quotes
  };

  /// Of one tag, no more than this is held. Beyond it `is_cut` says so.
  explicit html_tokens(std::size_t limit_bytes) : limit_(limit_bytes) {}
  /// In what people wrote, and a program did not escape, `<!` and `<?` are text, and `<script>` is a tag.
  void expect_text(bool now) { expects_text_ = now; }
  /// The next bytes; they must stay until all of them are read.
  void feed(std::string_view bytes) { rest_ = bytes; }
  auto next() -> token;
  /// Behind the last byte, when `next` has nothing more: a quote that is still open ends its tag, as above.
  /// True: there is more then.
  auto end_quote() -> bool;
  [[nodiscard]] auto text() const -> std::string_view { return text_; }
  /// Of a tag, in small letters.
  [[nodiscard]] auto name() const -> std::string_view { return name_; }
  [[nodiscard]] auto is_closing() const -> bool { return closes_; }
  /// Of a tag that opens, in their order. Of two with one name, both.
  [[nodiscard]] auto attributes() -> const std::vector<attribute>&;
  [[nodiscard]] auto is_cut() const -> bool { return is_cut_; }
  /// Of a tag that opens: nobody closed one of its quotes. It ends at the first `>` behind that, and what the
  /// quote swallowed is read again.
  [[nodiscard]] auto is_unclosed() const -> bool { return is_unclosed_; }
  /// What was read ends inside a tag, a comment or a script.
  [[nodiscard]] auto is_inside() const -> bool { return state_ != state::text; }
  /// How many of the bytes that were fed last are not read yet.
  [[nodiscard]] auto left() const -> std::size_t { return rest_.size() + later_.size(); }

 private:
  enum class state : std::uint8_t {
    text,
    raw_text,  ///< of a script: all until its end tag
    raw_end,   ///< what may be that tag
    tag_open,  ///< behind <
    end_open,  ///< behind </
    tag_name,
    before_name,
    attribute_name,
    after_name,
    before_value,
    quoted,
    unquoted,
    after_quoted,  ///< behind the quote that ends a value
    declaration,   ///< behind <!
    comment_open,  ///< behind <!-
    comment,
    bogus  ///< until >
  };
  struct span {
    std::size_t name_at, name_size, value_at, value_size;
  };

  auto read_whole_tag() -> bool;
  auto read_whole_attribute(const char*& at, const char* end) -> bool;
  auto read_text() -> token;
  auto read_raw() -> token;
  auto open_tag(char c) -> token;
  auto finish_tag() -> token;
  void step(char c);
  void read_attribute_name(char c);
  void read_comment();
  void begin_value(char c);
  void read_value();
  void end_value();
  void read_again(std::string_view end);
  auto go_on() -> bool;
  void read_unquoted();
  void begin_tag(bool closes);
  void begin_attribute();
  void keep(std::string_view bytes);
  void put(state now) {
    state_ = now;
    rest_.remove_prefix(1);
  }

  std::size_t limit_;
  std::string_view rest_;
  std::string_view later_;  ///< of what was fed, while `again_` is read
  std::string again_;       ///< what a quote swallowed
  bool is_again_ = false;   ///< `rest_` points into it
  std::string_view text_;
  state state_ = state::text;
  bool closes_ = false;
  bool expects_text_ = false;
  bool is_done_ = false;   ///< the tag is whole
  bool is_wanted_ = true;  ///< of the attribute that is read
  bool is_cut_ = false;
  bool is_unclosed_ = false;
  char quote_ = '"';         ///< of the value that is read
  bool has_beyond_ = false;  ///< it holds a `>`
  std::string beyond_;       ///< and this behind it, no more than a byte over what is read again
  std::string begun_;        ///< how it begins
  std::uint8_t dashes_ = 0;  ///< of a comment's end
  std::string name_;
  std::string attribute_;  ///< how its name begins, also of one beyond the limit
  std::string raw_;        ///< whose text this is; "": of no such tag
  std::string seen_;       ///< of what may be its end
  std::string held_;       ///< names and values of attributes
  std::vector<span> spans_;
  std::size_t names_ = 0;   ///< bytes of names of a tag that is read as a whole
  std::size_t values_ = 0;  ///< and of values
  bool is_whole_ = false;   ///< `attributes_` are there, and point into what was fed
  std::vector<attribute> attributes_;
};

}  // namespace waybill::formats::links
