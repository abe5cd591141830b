"""``briefbook read`` at the terminal: an empty folder and scans that cannot be opened are said, not counted as read."""


def test_an_empty_folder_says_what_to_do(run_command, tmp_path):
    run_command("init", tmp_path)
    code, out, _ = run_command("-C", tmp_path, "read")
    assert code == 0
    assert out.startswith(f"There is no scan in {tmp_path / 'scans'}: put PDF, TIFF, PNG or JPEG files there")


def test_a_scan_that_cannot_be_opened_is_not_counted_as_read_and_is_a_finding_once(run_command, tmp_path):
    run_command("init", tmp_path)
    (tmp_path / "scans" / "D1.pdf").write_bytes(b"")
    _, out, err = run_command("-C", tmp_path, "read")
    assert out == "0 scans read, 0 pages; 0 already read. 1 scan could not be read:\n"
    assert "scans/D1.pdf: R104 the file is empty (zero bytes)" in err
    _, out, _ = run_command("-C", tmp_path, "check")
    assert "the file is empty (zero bytes)" in out
    assert "C103" not in out
