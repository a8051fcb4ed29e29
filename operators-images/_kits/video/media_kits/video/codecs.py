"""Codecs that may decode a source: those of cameras, editing, broadcast, the web and their archives.

ffmpeg brings some five hundred decoders, most of them of games and formats that nobody has sent in decades; each reads
hostile bytes in native code. What is not listed is not decoded, in whichever container it lies.
"""

_VIDEO = (
    *("h264", "hevc", "vvc", "av1", "libdav1d", "libaom-av1", "vp8", "vp9", "libvpx", "libvpx-vp9", "apv"),
    *("vp3", "theora", "vp6", "vp6a", "vp6f", "flv", "h261", "h263", "h263i", "h263p", "dirac"),
    *("mpeg1video", "mpeg2video", "mpegvideo", "mpeg4", "msmpeg4v1", "msmpeg4v2", "msmpeg4"),
    *("wmv1", "wmv2", "wmv3", "vc1", "rv10", "rv20", "rv30", "rv40", "cinepak", "svq1", "svq3"),
    *("indeo3", "indeo4", "indeo5", "msvideo1", "msrle", "qtrle", "rpza", "8bps", "cyuv"),
    *("prores", "dnxhd", "cfhd", "dvvideo", "mjpeg", "mjpegb", "hap", "dxv", "speedhq", "notchlc"),
    *("huffyuv", "ffvhuff", "ffv1", "utvideo", "lagarith", "magicyuv"),
    *("rawvideo", "v210", "v210x", "y41p", "yuv4", "r10k", "r210", "avui", "wrapped_avframe"),
)
_IMAGES = ("png", "apng", "gif", "webp", "webp_anim", "bmp", "tiff", "jpeg2000")
_AUDIO = (
    *("aac", "aac_fixed", "aac_latm", "ac3", "ac3_fixed", "eac3", "dca", "truehd", "mlp", "opus", "libopus"),
    *("vorbis", "libvorbis", "flac", "alac", "als", "ape", "wavpack", "tta", "mpc7", "mpc8", "s302m", "dvaudio"),
    *("mp1", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "mp3adu", "mp3adufloat", "mp3on4", "mp3on4float"),
    *("wmav1", "wmav2", "wmapro", "wmalossless", "wmavoice", "cook", "sipr", "ralf", "real_144", "real_288"),
    *("amrnb", "amrwb", "libopencore_amrnb", "speex", "gsm", "gsm_ms", "ilbc", "g722", "g726", "g726le", "g723_1"),
    *("qcelp", "qdm2", "qdmc", "mace3", "mace6", "nellymoser", "evrc", "atrac3", "atrac3plus"),
    *("adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_swf", "adpcm_yamaha"),
    *("dsd_lsbf", "dsd_msbf", "dsd_lsbf_planar", "dsd_msbf_planar"),
    *(f"pcm_{kind}{bits}{order}" for kind in "su" for bits in (16, 24, 32) for order in ("le", "be")),
    *(f"pcm_s{bits}le_planar" for bits in (16, 24, 32)),
    *("pcm_s16be_planar", "pcm_s8", "pcm_s8_planar", "pcm_u8", "pcm_s64le", "pcm_s64be", "pcm_f32le", "pcm_f32be"),
    *("pcm_f64le", "pcm_f64be", "pcm_f16le", "pcm_f24le", "pcm_alaw", "pcm_mulaw", "pcm_vidc", "pcm_dvd", "pcm_bluray"),
    *("pcm_lxf", "pcm_s24daud"),
)
_TEXT = ("mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text", "dvbsub", "dvdsub", "pgssub", "xsub", "cc_dec")

DECODERS = ",".join((*_VIDEO, *_IMAGES, *_AUDIO, *_TEXT))
"""Names of decoders, as ffmpeg's option ``codec_whitelist`` wants them."""
