package dev.relevo.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file could not be read or written; the message says why, for people. */
public final class StoreFailure extends Exception {
    /** Result codes of SQLite have the kind in the lowest byte and the detail above. */
    private static final int KIND = 0xff;

    private final boolean unusable;

    private StoreFailure(String why, boolean unusable, @Nullable Throwable cause) {
        super(why, cause);
        this.unusable = unusable;
    }

    static StoreFailure newer() {
        return new StoreFailure("it was written by a newer Relevo", true, null);
    }

    static StoreFailure unavailable(String why, @Nullable Throwable cause) {
        return new StoreFailure(why, false, cause);
    }

    static StoreFailure of(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException known ? known.getResultCode() : null;
        int kind = code == null ? 0 : code.code & KIND;
        return kind == SQLiteErrorCode.SQLITE_CORRUPT.code || kind == SQLiteErrorCode.SQLITE_NOTADB.code
                ? new StoreFailure("it is damaged", true, e)
                : unavailable(code == null ? String.valueOf(e.getMessage()) : code.message, e);
    }

    static StoreFailure of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return unavailable("permission denied", e);
        }
        String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        return unavailable(reason == null ? e.getClass().getSimpleName() : reason, e);
    }

    /** Whether that file will never do, as against a disk that may recover. */
    boolean unusable() {
        return unusable;
    }
}
