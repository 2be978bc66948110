// The store of a command, where the user names one, and what is said of it.

#pragma once

#include <optional>
#include <string>

#include "cli/request.h"
#include "jonbar/journal.h"

namespace jonbar {

class KeptWork {
  public:
    /// Opens the store of the request. Throws JournalError.
    explicit KeptWork(const Request& request);
    KeptWork(const KeptWork&) = delete;
    KeptWork& operator=(const KeptWork&) = delete;
    /// Says where what was finished is, if the command ends without an answer.
    ~KeptWork();

    /// Nothing where no store is named.
    [[nodiscard]] Journal* journal() { return journal_ ? &*journal_ : nullptr; }

    /// Writes what is left to the store; says on standard error what was there, and what could not
    /// be written.
    void close();

  private:
    void say(const std::string& text) const;

    const Request& request_;
    std::optional<Journal> journal_;
};

}  // namespace jonbar
