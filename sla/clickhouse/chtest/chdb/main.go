// Command chdb answers statements with libchdb.so, which is a current ClickHouse
// without a server. It is for tests: statements come on standard input and
// answers go to file descriptor 3 (the library itself writes to standard output),
// each as eight hexadecimal digits of its length
// and the text; an answer begins with + (rows as JSONCompactEachRow) or - (an
// error).
package main

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>

static void **(*chdb_connect)(int, char **);
static void *(*chdb_query_n)(void *, const char *, size_t, const char *, size_t);
static void (*chdb_destroy_query_result)(void *);
static char *(*chdb_result_buffer)(void *);
static size_t (*chdb_result_length)(void *);
static const char *(*chdb_result_error)(void *);

static const char *load(const char *path) {
	void *lib = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
	if (!lib) return dlerror();
	chdb_connect = dlsym(lib, "chdb_connect");
	chdb_query_n = dlsym(lib, "chdb_query_n");
	chdb_destroy_query_result = dlsym(lib, "chdb_destroy_query_result");
	chdb_result_buffer = dlsym(lib, "chdb_result_buffer");
	chdb_result_length = dlsym(lib, "chdb_result_length");
	chdb_result_error = dlsym(lib, "chdb_result_error");
	// It is told not to take over signals: Go needs its own handlers.
	void (*signals)(int) = dlsym(lib, "chdb_set_signal_handlers_enabled");
	if (signals) signals(0);
	return 0;
}
static void *connect_to(char *name, char *path) {
	char *args[] = {name, path};
	void **c = chdb_connect(2, args);
	return c ? *c : 0;
}
static void *query(void *c, const char *sql, size_t n) { return chdb_query_n(c, sql, n, "JSONCompactEachRow", 18); }
static const char *error_of(void *r) { return chdb_result_error(r); }
static char *text_of(void *r) { return chdb_result_buffer(r); }
static size_t length_of(void *r) { return chdb_result_length(r); }
static void destroy(void *r) { chdb_destroy_query_result(r); }
*/
import "C"

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"unsafe"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: chdb LIBCHDB.SO DIR")
	}
	if e := C.load(C.CString(os.Args[1])); e != nil {
		fail(C.GoString(e))
	}
	conn := C.connect_to(C.CString("chdb"), C.CString("--path="+os.Args[2]))
	if conn == nil {
		fail("libchdb does not connect")
	}
	in, out := bufio.NewReader(os.Stdin), os.NewFile(3, "answers")
	for {
		head := make([]byte, 8)
		if _, err := io.ReadFull(in, head); err != nil {
			return // the test is over
		}
		n, err := strconv.ParseUint(string(head), 16, 32)
		if err != nil {
			fail(err)
		}
		statement := make([]byte, n)
		if _, err := io.ReadFull(in, statement); err != nil {
			fail(err)
		}
		answer := ask(conn, statement)
		fmt.Fprintf(out, "%08x%s", len(answer), answer)
	}
}

func fail(reason any) {
	fmt.Fprintln(os.Stderr, "chdb:", reason)
	os.Exit(1)
}

func ask(conn unsafe.Pointer, statement []byte) string {
	text := C.CBytes(statement)
	defer C.free(text)
	result := C.query(conn, (*C.char)(text), C.size_t(len(statement)))
	if result == nil {
		return "-no result"
	}
	defer C.destroy(result)
	if e := C.error_of(result); e != nil {
		return "-" + C.GoString(e)
	}
	return "+" + C.GoStringN(C.text_of(result), C.int(C.length_of(result)))
}
